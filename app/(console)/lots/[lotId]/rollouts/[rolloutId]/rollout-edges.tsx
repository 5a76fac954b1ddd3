"use client";

import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { Cell, HeadCell, Table } from "../../../../../ui/primitives/table.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { ConnectionStatus } from "../../../../../ui/status/edge-status.tsx";
import { RolloutStepStatus } from "../../../../../ui/status/rollout-status.tsx";
import type { Rollout } from "./rollout-view.tsx";

/** Step and connection of each edge, in columns of their own: one never hides the other. */
export function RolloutEdges({ rollout }: { rollout: Rollout }) {
  const t = useTranslations("rollout");
  const format = useFormat(useLotZone());
  return (
    <Table label={t("edges")} cards>
      <thead>
        <tr>
          <HeadCell className="pl-4">{t("columns.edge")}</HeadCell>
          <HeadCell>{t("columns.step")}</HeadCell>
          <HeadCell>{t("columns.connection")}</HeadCell>
          <HeadCell>{t("columns.when")}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {rollout.edges.map((edge) => {
          const at = edge.liveAt ?? edge.checkedAt ?? edge.downloadedAt ?? edge.sentAt;
          return (
            <tr key={edge.edgeId}>
              <Cell label={t("columns.edge")} className="pl-4 font-medium">
                {edge.name}
              </Cell>
              <Cell label={t("columns.step")}>
                <RolloutStepStatus step={edge.step} />
                {edge.reason ? <div className="text-small text-negative">{t("reason", edge.reason)}</div> : null}
              </Cell>
              <Cell label={t("columns.connection")}>
                <ConnectionStatus connection={edge.online ? "online" : "offline"} bare />
              </Cell>
              <Cell label={t("columns.when")} className="text-muted">
                {at === null ? t("notYet") : format.exactTime(at)}
              </Cell>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
