"use client";

import { Info, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { RateTable, Tariff } from "#engine/model/rate-table.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { useDraft } from "../draft-provider.tsx";
import { CapLine } from "./cap-line.tsx";
import { removeTable, replaceTable } from "./edit-tables.ts";
import { addNight } from "./edit-windows.ts";
import { FreeLine } from "./free-line.tsx";
import { PriceLines } from "./price-lines.tsx";
import { WhoLine } from "./who-line.tsx";

type Props = { tariff: Tariff; index: number; onChange: (tariff: Tariff) => void };

/** One rate table as sentences, with what it says read back underneath. */
export function RateTableForm({ tariff, index, onChange }: Props) {
  const t = useTranslations("tariff");
  const draft = useDraft();
  const [moved, setMoved] = useState<{ table: RateTable; name: string }>();
  const table = tariff.rateTables[index];
  if (!table) return null;
  const live = draft.live?.draft.tariff.rateTables.find((each) => each.id === table.id) ?? null;
  const setTable = (next: RateTable) => onChange(replaceTable(tariff, index, next));
  const always = table.rateLineCollections.length === 1 && !table.rateLineCollections[0]?.periods;
  return (
    <section className="flex flex-col gap-2 not-first-of-type:border-t not-first-of-type:border-border not-first-of-type:pt-4">
      <header className="flex items-center gap-2">
        <h2 className="min-w-0 flex-1 text-large">{table.rateTableName ?? table.id}</h2>
        {draft.editable && tariff.rateTables.length > 1 ? (
          <Button
            kind="quiet"
            size="small"
            onClick={() => onChange(removeTable(tariff, index))}
            aria-label={t("removeTable", { name: table.rateTableName ?? table.id })}
          >
            <Trash2 aria-hidden />
          </Button>
        ) : null}
      </header>
      <WhoLine tariff={tariff} tableId={table.id} onChange={onChange} />
      <FreeLine table={table} live={live} onChange={setTable} />
      <PriceLines
        table={table}
        live={live}
        currency={tariff.currency}
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
          table={table}
          place={place}
          cap={cap}
          live={live}
          currency={tariff.currency}
          onChange={setTable}
        />
      ))}
      {draft.editable ? (
        <div className="flex flex-wrap gap-1">
          {table.freePeriod ? null : (
            <AddButton
              words={t("addFree")}
              onClick={() => setTable({ ...table, freePeriod: { minutes: 15, mode: "onlyIfWithin" } })}
            />
          )}
          {always ? (
            <AddButton
              words={t("addNight")}
              onClick={() => setTable(addNight(table, { day: t("day"), night: t("night") }, 0))}
            />
          ) : null}
          <AddButton
            words={t("addCap")}
            onClick={() =>
              setTable({ ...table, caps: [...(table.caps ?? []), { scope: "rolling", minutes: 1_440, amount: 0 }] })
            }
          />
        </div>
      ) : null}
      <ReadBack table={table} currency={tariff.currency} />
    </section>
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
