"use client";

import { useTranslations } from "use-intl";
import { useFormat } from "../../ui/format/use-format.ts";
import { useNow } from "../../ui/format/use-now.ts";
import { Cell, HeadCell, Table } from "../../ui/primitives/table.tsx";
import { useMe } from "../../ui/shell/console-context.tsx";
import type { Outputs } from "../../ui/trpc/outputs.ts";
import {
  type ReleaseReason,
  releaseReasons,
  useReleaseReasonWord,
} from "../lots/[lotId]/gate/use-release-reason-word.ts";

type AuditRow = Outputs["audit"]["list"]["rows"][number];

/** Changes, newest first; what it was and what it became fold out. */
export function AuditTable({ rows }: { rows: readonly AuditRow[] }) {
  const t = useTranslations("audit");
  return (
    <Table label={t("title")} cards>
      <thead>
        <tr>
          <HeadCell>{t("columns.at")}</HeadCell>
          <HeadCell>{t("columns.who")}</HeadCell>
          <HeadCell>{t("columns.what")}</HeadCell>
          <HeadCell>{t("columns.reason")}</HeadCell>
          <HeadCell>{t("columns.change")}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <AuditLine key={row.id} row={row} />
        ))}
      </tbody>
    </Table>
  );
}

function AuditLine({ row }: { row: AuditRow }) {
  const t = useTranslations("audit");
  const { lots } = useMe();
  const lot = lots.find((each) => each.id === row.lotId);
  const format = useFormat(lot?.timeZone ?? "UTC");
  const now = useNow();
  const reasonWord = useReleaseReasonWord();
  const isReleaseReason = (releaseReasons as readonly (string | null)[]).includes(row.reason);
  const verb = t.has(`verbs.${row.verb}` as "title") ? t(`verbs.${row.verb}` as "title") : row.verb;
  const changed = row.before !== null || row.after !== null;
  return (
    <tr className="align-top">
      <Cell label={t("columns.at")} className="whitespace-nowrap">
        <span>
          {now === 0 ? format.exactTime(row.at) : format.exactDateTime(row.at, now)}
          <span className="block text-small text-muted">{format.zone(row.at)}</span>
        </span>
      </Cell>
      <Cell label={t("columns.who")}>{row.actorName}</Cell>
      <Cell label={t("columns.what")}>
        <span>
          <span className="font-medium">{verb}</span>
          <span className="block text-small wrap-anywhere text-muted">
            {lot ? `${lot.name}, ${row.object}` : row.object}
          </span>
        </span>
      </Cell>
      <Cell label={t("columns.reason")} className="wrap-anywhere">
        {isReleaseReason ? reasonWord(row.reason as ReleaseReason) : row.reason}
      </Cell>
      <Cell label={t("columns.change")} className="max-w-[28rem]">
        {changed ? (
          <details>
            <summary className="cursor-pointer text-accent">{t("show")}</summary>
            <Side name={t("before")} value={row.before} />
            <Side name={t("after")} value={row.after} />
          </details>
        ) : null}
      </Cell>
    </tr>
  );
}

function Side({ name, value }: { name: string; value: unknown }) {
  if (value === null || value === undefined) return null;
  return (
    <div className="mt-2 text-left">
      <div className="text-small text-muted">{name}</div>
      <pre className="max-h-64 overflow-auto rounded-control bg-surface p-2 font-mono text-small whitespace-pre-wrap wrap-anywhere">
        {JSON.stringify(value, null, 2)}
      </pre>
    </div>
  );
}
