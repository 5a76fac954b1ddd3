"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import type { RateTable } from "#engine/model/rate-table.ts";
import type { Choice as Whose } from "#engine/share/take-version.ts";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { Fold } from "../../../../../ui/primitives/fold.tsx";
import { TickBox } from "../../../../../ui/primitives/tick-box.tsx";
import { useDiagnosticText } from "../../../../../ui/words/use-diagnostic-text.ts";
import { useOverrideText } from "../../../../../ui/words/use-override-text.ts";
import { FeeTable } from "../../../../lots/[lotId]/(editor)/review/fee-table.tsx";
import { OverrideList } from "../override-list.tsx";
import type { SharedTable } from "../table-view.tsx";
import type { Preview } from "./bring-form.tsx";

type Props = {
  lot: Preview;
  name: string;
  next: RateTable;
  table: SharedTable;
  chosen: boolean;
  choices: Readonly<Record<string, Whose>>;
  editable: boolean;
  onChosen: (chosen: boolean) => void;
  onChoice: (id: string, choice: Whose) => void;
};

/** What the version would do in one lot, in sentences and in fees. */
export function LotPreview({ lot, name, next, table, chosen, choices, editable, ...props }: Props) {
  const t = useTranslations("bringVersion");
  const diagnosticText = useDiagnosticText();
  const { currency } = table;
  const open = lot.conflicts.filter(({ id }) => choices[id] === undefined).length;
  const changed = lot.fees.filter(({ before, after }) => before !== after).length;
  return (
    <li className="rounded-card border border-border px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3">
        <TickBox checked={chosen} disabled={!editable} onChange={props.onChosen}>
          <span className="font-semibold">{name}</span>
        </TickBox>
        <span className="text-small text-muted">{t("changes", { count: lot.changes.length })}</span>
        {lot.kept.length > 0 ? (
          <span className="text-small text-muted">{t("kept", { count: lot.kept.length })}</span>
        ) : null}
        {open > 0 ? <span className="text-small text-caution">{t("open", { count: open })}</span> : null}
      </div>
      {lot.errors.map((found) => (
        <p key={`${found.code} ${found.path.join(".")}`} className="flex items-start gap-1 text-small text-negative">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {diagnosticText(found)}
        </p>
      ))}
      {chosen
        ? lot.conflicts.map(({ id, path }) => (
            <Conflict
              key={id}
              path={path}
              tables={{ before: lot.mine, after: next }}
              table={table}
              choice={choices[id]}
              editable={editable}
              onChoice={(choice) => props.onChoice(id, choice)}
            />
          ))
        : null}
      <Fold title={t("changesTitle")} open={chosen && lot.changes.length > 0 && lot.changes.length <= 5}>
        {() =>
          lot.changes.length === 0 ? (
            <p className="text-muted">{t("noChanges")}</p>
          ) : (
            <OverrideList differences={lot.changes} before={lot.mine} after={lot.table} currency={currency} />
          )
        }
      </Fold>
      {lot.kept.length > 0 ? (
        <Fold title={t("keptTitle", { count: lot.kept.length })} open={chosen}>
          {() => (
            <OverrideList
              differences={lot.kept}
              before={next}
              after={lot.table}
              currency={currency}
              sides="sharedAndHere"
            />
          )}
        </Fold>
      ) : null}
      <Fold title={t("fees", { count: changed })}>
        {() => (
          <FeeTable
            label={t("feesOf", { lot: name })}
            before={t("before")}
            after={t("after")}
            currency={currency}
            rows={lot.fees.map(({ entryMinute, stayMinutes, before, after }) => ({
              ...{ before, after },
              entry: entryMinute,
              stay: stayMinutes,
            }))}
          />
        )}
      </Fold>
    </li>
  );
}

/** Lot and version have both changed the same thing: a person says whose word counts. */
function Conflict(props: {
  path: readonly string[];
  tables: { before: RateTable; after: RateTable };
  table: SharedTable;
  choice: Whose | undefined;
  editable: boolean;
  onChoice: (choice: Whose) => void;
}) {
  const t = useTranslations("bringVersion");
  const common = useTranslations("common");
  const overrideText = useOverrideText();
  const { topic, before, after } = overrideText(props.path, props.tables, props.table.currency);
  const number = props.table.newest;
  return (
    <div className="my-2 rounded-control border border-caution bg-caution-tint px-3 py-2">
      <p className="font-medium">{t("conflict", { topic })}</p>
      <p>{t("conflictHere", { text: before ?? common("none") })}</p>
      <p className="pb-2">{t("conflictNext", { number, text: after ?? common("none") })}</p>
      <Choice
        label={t("decide", { topic })}
        hideLabel
        value={props.choice ?? "open"}
        disabled={!props.editable}
        options={[
          ...(props.choice ? [] : [{ value: "open" as const, label: t("toDecide") }]),
          { value: "mine" as const, label: t("keepHere") },
          { value: "next" as const, label: t("takeNext", { number }) },
        ]}
        onChange={(value) => value !== "open" && props.onChoice(value)}
      />
    </div>
  );
}
