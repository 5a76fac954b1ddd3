"use client";

import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../../ui/format/use-format.ts";
import { Cell, HeadCell, Table } from "../../../../../../ui/primitives/table.tsx";
import { useLotZone } from "../../../../../../ui/shell/lot-zone.tsx";
import { ConnectionStatus } from "../../../../../../ui/status/edge-status.tsx";
import { RolloutStepStatus } from "../../../../../../ui/status/rollout-status.tsx";
import { shownStep } from "../../shown-step.ts";
import type { Shadow } from "./shadow-view.tsx";

/** How far each edge is with the shadow, and how many cars it has seen. */
export function ShadowEdges({ shadow }: { shadow: Shadow }) {
  const t = useTranslations("shadow");
  const columns = useTranslations("rollout.columns");
  const rollout = useTranslations("rollout");
  const format = useFormat(useLotZone());
  return (
    <Table label={t("edges")} cards>
      <thead>
        <tr>
          <HeadCell className="pl-4">{columns("edge")}</HeadCell>
          <HeadCell>{columns("step")}</HeadCell>
          <HeadCell>{columns("connection")}</HeadCell>
          <HeadCell numeric>{t("counts.evaluated.name")}</HeadCell>
          <HeadCell numeric>{t("counts.different.name")}</HeadCell>
          <HeadCell>{t("said")}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {shadow.edges.map((edge) => (
          <tr key={edge.edgeId}>
            <Cell label={columns("edge")} className="pl-4 font-medium">
              {edge.name}
            </Cell>
            <Cell label={columns("step")}>
              <RolloutStepStatus step={shownStep(edge)} />
              {edge.reason ? <div className="text-small text-negative">{rollout("reason", edge.reason)}</div> : null}
            </Cell>
            <Cell label={columns("connection")}>
              <ConnectionStatus connection={edge.online ? "online" : "offline"} bare />
            </Cell>
            <Cell label={t("counts.evaluated.name")} numeric>
              {format.count(edge.counts.evaluated)}
            </Cell>
            <Cell label={t("counts.different.name")} numeric>
              {format.count(edge.counts.different)}
            </Cell>
            <Cell label={t("said")} className="text-muted">
              {edge.saidAt === null ? rollout("notYet") : format.exactTime(edge.saidAt)}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
