"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { useNow } from "../../../../ui/format/use-now.ts";
import { Cell, HeadCell, Table } from "../../../../ui/primitives/table.tsx";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { RolloutStatus } from "../../../../ui/status/rollout-status.tsx";
import type { Outputs } from "../../../../ui/trpc/outputs.ts";

/** One rollout a row. */
export function RolloutsTable(props: { lotId: string; rollouts: Outputs["rollouts"]["list"] }) {
  const t = useTranslations("rollouts");
  const format = useFormat(useLotZone());
  const now = useNow();
  return (
    <div className="overflow-x-auto">
      <Table label={t("title")} cards>
        <thead>
          <tr>
            <HeadCell>{t("columns.version")}</HeadCell>
            <HeadCell>{t("columns.state")}</HeadCell>
            <HeadCell>{t("columns.edges")}</HeadCell>
            <HeadCell>{t("columns.note")}</HeadCell>
            <HeadCell>{t("columns.by")}</HeadCell>
            <HeadCell>{t("columns.started")}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {props.rollouts.map((rollout) => (
            <tr key={rollout.id} className="hover:bg-surface">
              <Cell label={t("columns.version")} className="whitespace-nowrap">
                <Link href={`/lots/${encodeURIComponent(props.lotId)}/rollouts/${rollout.id}`} className="font-medium">
                  {t(`kind.${rollout.kind}`, { number: rollout.number })}
                </Link>
              </Cell>
              <Cell label={t("columns.state")}>
                <RolloutStatus state={rollout.state} />
              </Cell>
              <Cell label={t("columns.edges")} className="whitespace-nowrap">
                {t("edgesLive", rollout.edges)}
              </Cell>
              <Cell label={t("columns.note")} className="max-w-[32rem] wrap-anywhere">
                {rollout.note}
              </Cell>
              <Cell label={t("columns.by")}>{rollout.startedName}</Cell>
              <Cell label={t("columns.started")} className="whitespace-nowrap text-muted">
                {now === 0 ? format.time(rollout.startedAt) : format.dateTime(rollout.startedAt, now)}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
