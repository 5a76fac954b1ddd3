"use client";

import { useFormat } from "../../../../ui/format/use-format.ts";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { ConnectionStatus } from "../../../../ui/status/edge-status.tsx";
import { type RolloutStep, RolloutStepStatus } from "../../../../ui/status/rollout-status.tsx";
import { shownStep } from "./shown-step.ts";

type Edge = { edgeId: string; name: string; step: RolloutStep; liveAt: Date | null; online: boolean };

/** One edge a line: step and connection beside each other, one never hides the other. */
export function EdgeSteps({ edges }: { edges: readonly Edge[] }) {
  const format = useFormat(useLotZone());
  return (
    <ul>
      {edges.map((edge) => (
        <li key={edge.edgeId} className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1">
          <span className="min-w-24 flex-1 wrap-anywhere">{edge.name}</span>
          <span className="inline-flex items-center gap-2">
            <RolloutStepStatus step={shownStep(edge)} />
            {edge.liveAt ? <span className="text-small text-muted">{format.time(edge.liveAt)}</span> : null}
          </span>
          <ConnectionStatus connection={edge.online ? "online" : "offline"} bare />
        </li>
      ))}
    </ul>
  );
}
