"use client";

import { Info, Plus, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import type { RateTable, Tariff } from "#engine/model/rate-table.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Fold } from "../../../../../ui/primitives/fold.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { usePriced } from "../priced-scope.ts";
import { CapLine } from "./cap-line.tsx";
import { addDays, splitBlock, stripsOf } from "./day-strip.ts";
import { addLine } from "./edit-lines.ts";
import { addVersion, removeTable, replaceTable } from "./edit-tables.ts";
import { addNight } from "./edit-windows.ts";
import { FieldFindings } from "./field-findings.tsx";
import { More } from "./form/more.tsx";
import { FreeLine } from "./free-line.tsx";
import { PriceLines } from "./price-lines.tsx";
import { WhoLine } from "./who-line.tsx";

/** Loaded after the sentences, which hold the same times; its place is kept free. */
const DayStripBar = dynamic(() => import("./day-strip-bar.tsx").then((file) => file.DayStripBar), {
  loading: () => <div className="h-13" />,
});

type Props = {
  tariff: Tariff;
  index: number;
  /** Whether and with whom the table is shared. */
  sharing?: ReactNode;
  onChange: (tariff: Tariff) => void;
};

/** One rate table as sentences, with what it says read back underneath. */
export function RateTableForm({ tariff, index, sharing, onChange }: Props) {
  const t = useTranslations("tariff");
  const draft = usePriced();
  const [moved, setMoved] = useState<{ table: RateTable; name: string }>();
  const table = tariff.rateTables[index];
  if (!table) return null;
  const { currency } = tariff;
  const live = liveOf(draft.live?.draft.tariff.rateTables ?? null, table);
  const setTable = (next: RateTable) => onChange(replaceTable(tariff, index, next));
  const name = table.rateTableName ?? table.id;
  // Who pays by it, and what holds from a later day, is each lot's own.
  const isShared = draft.against === "shared";
  return (
    <section className="flex flex-col gap-2 not-first-of-type:border-t not-first-of-type:border-border not-first-of-type:pt-4">
      <header className="flex items-center gap-2">
        <h2 className="min-w-0 flex-1 text-large wrap-anywhere">
          {name}
          {table.validityStart ? (
            <span className="font-normal text-muted"> {t("versionFrom", { date: table.validityStart })}</span>
          ) : null}
        </h2>
        {draft.editable && tariff.rateTables.length > 1 ? (
          <Button
            kind="quiet"
            size="small"
            onClick={() => onChange(removeTable(tariff, index))}
            aria-label={t("removeTable", { name })}
          >
            <Trash2 aria-hidden />
          </Button>
        ) : null}
      </header>
      {sharing}
      {isShared ? null : <WhoLine tariff={tariff} tableId={table.id} onChange={onChange} />}
      <FreeLine tariff={tariff} table={table} live={live} onChange={setTable} />
      {stripsOf(table).map((strip) => (
        <DayStripBar
          key={JSON.stringify(strip.days)}
          table={table}
          strip={strip}
          currency={currency}
          editable={draft.editable}
          onChange={setTable}
        />
      ))}
      <PriceLines
        tariff={tariff}
        table={table}
        live={live}
        editable={draft.editable}
        onChange={(next, movedName) => {
          setTable(next);
          setMoved(movedName ? { table: next, name: movedName } : undefined);
        }}
      />
      <p role="status" className="text-small text-caution empty:hidden">
        {moved?.table === table ? t("neighbourMoved", { name: moved.name }) : null}
      </p>
      {(table.caps ?? []).map((cap, place) => (
        <CapLine
          // biome-ignore lint/suspicious/noArrayIndexKey: caps have no name; their place is their identity.
          key={place}
          tariff={tariff}
          table={table}
          place={place}
          cap={cap}
          live={live}
          currency={currency}
          onChange={setTable}
        />
      ))}
      {draft.editable ? <AddParts table={table} onChange={setTable} /> : null}
      <ReadBack table={table} currency={currency} />
      {/* Under the blanks: what is found while somebody writes must not move what they write into. */}
      <FieldFindings
        path={["rateTables", index]}
        except={["freePeriod"]}
        exceptItemsOf={["rateLineCollections", "caps"]}
      />
      <Fold title={t("moreTable")} note={t("moreTableNote")}>
        {() => (
          <div className="flex flex-col gap-3">
            <More
              of="table"
              tariff={tariff}
              value={table}
              omit={["rateLineCollections", "caps", "freePeriod"]}
              onChange={setTable}
            />
            {draft.editable && !isShared ? (
              <AddVersion onAdd={(from) => onChange(addVersion(tariff, index, from))} />
            ) : null}
          </div>
        )}
      </Fold>
    </section>
  );
}

/** The parts that a table may have more of. */
function AddParts({ table, onChange }: { table: RateTable; onChange: (table: RateTable) => void }) {
  const t = useTranslations("tariff");
  const always = table.rateLineCollections.length === 1 && !table.rateLineCollections[0]?.periods;
  const only = table.rateLineCollections.length === 1 ? table.rateLineCollections[0] : undefined;
  const [strip] = stripsOf(table);
  const hasDays = table.rateLineCollections.some(({ periods }) => periods?.some(({ daysOfWeek }) => daysOfWeek));
  const caps = table.caps ?? [];
  return (
    <div className="flex flex-wrap gap-1">
      {table.freePeriod ? null : (
        <AddButton
          words={t("addFree")}
          onClick={() => onChange({ ...table, freePeriod: { minutes: 15, mode: "onlyIfWithin" } })}
        />
      )}
      {only ? (
        <AddButton
          words={t("addLine")}
          onClick={() => onChange({ ...table, rateLineCollections: [{ ...only, rateLines: addLine(only.rateLines) }] })}
        />
      ) : null}
      {always ? (
        <AddButton
          words={t("addNight")}
          onClick={() => onChange(addNight(table, { day: t("day"), night: t("night") }, 0))}
        />
      ) : null}
      {strip ? (
        <AddButton words={t("addTime")} onClick={() => onChange(splitBlock(table, strip, t("otherTime")))} />
      ) : null}
      {hasDays ? null : (
        <AddButton words={t("addWeekend")} onClick={() => onChange(addDays(table, [6, 7], t("weekend")))} />
      )}
      {caps.length < 10 ? (
        <AddButton
          words={t("addCap")}
          onClick={() => onChange({ ...table, caps: [...caps, { scope: "rolling", minutes: 1_440, amount: 0 }] })}
        />
      ) : null}
    </div>
  );
}

function AddVersion({ onAdd }: { onAdd: (validityStart: string) => void }) {
  const t = useTranslations("tariff");
  const now = useNow();
  // The first of the next month: the day on which prices usually change.
  const next = new Date(now);
  next.setUTCMonth(next.getUTCMonth() + 1, 1);
  return (
    <div>
      <AddButton words={t("addVersion")} onClick={() => onAdd(next.toISOString().slice(0, 10))} />
    </div>
  );
}

function AddButton({ words, onClick }: { words: string; onClick: () => void }) {
  return (
    <Button kind="link" size="small" onClick={onClick}>
      <Plus aria-hidden />
      {words}
    </Button>
  );
}

/** The same table in the live version; for a version that live lacks, the newest that it has. */
function liveOf(tables: readonly RateTable[] | null, table: RateTable): RateTable | null {
  const versions = tables?.filter(({ id }) => id === table.id) ?? [];
  return versions.find(({ version }) => version === table.version) ?? versions.at(-1) ?? null;
}

/** What the table says, in the reader's language, politely announced when it changes. */
function ReadBack({ table, currency }: { table: RateTable; currency: string }) {
  const words = useWords();
  return (
    <p aria-live="polite" className="flex gap-2 rounded-control bg-surface px-3 py-2">
      <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <span>{words.rateTableSentence(table, currency)}</span>
    </p>
  );
}
