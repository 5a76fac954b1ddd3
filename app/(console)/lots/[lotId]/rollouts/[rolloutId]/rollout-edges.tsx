"use client";

import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { Cell, HeadCell, Table } from "../../../../../ui/primitives/table.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { ConnectionStatus } from "../../../../../ui/status/edge-status.tsx";
import { RolloutStepStatus } from "../../../../../ui/status/rollout-status.tsx";
import { shownStep } from "../shown-step.ts";
import type { Rollout } from "./rollout-view.tsx";

/** Step and connection of each edge, in columns of their own: one never hides the other. */
export function RolloutEdges({ rollout }: { rollout: Rollout }) {
  const t = useTranslations("rollout");
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
          return (
            <tr key={edge.edgeId}>
              <Cell label={t("columns.edge")} className="pl-4 font-medium">
                {edge.name}
              </Cell>
              <Cell label={t("columns.step")}>
                <RolloutStepStatus step={shownStep(edge)} />
                {edge.reason ? <div className="text-small text-negative">{t("reason", edge.reason)}</div> : null}
              </Cell>
              <Cell label={t("columns.connection")}>
                <ConnectionStatus connection={edge.online ? "online" : "offline"} bare />
              </Cell>
              <Cell label={t("columns.when")} className="text-muted">
                <StepTimes edge={edge} />
              </Cell>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

const timedSteps = ["sent", "downloaded", "checked", "live"] as const;

/** When the edge said that it had come to each step. */
function StepTimes({ edge }: { edge: Rollout["edges"][number] }) {
  const t = useTranslations("rollout");
  const step = useTranslations("status.step");
  const format = useFormat(useLotZone());
  const times = timedSteps.flatMap((name) => {
    const at = edge[`${name}At`];
    return at === null || shownStep(edge) === "waiting" ? [] : [{ name, at }];
  });
  if (times.length === 0) return t("notYet");
  return (
    <ul className="flex flex-wrap gap-x-3 max-sm:justify-end">
      {times.map(({ name, at }) => (
        <li key={name}>{t("stepAt", { step: step(name), time: format.exactTime(at) })}</li>
      ))}
    </ul>
  );
}
