"use client";

import { CircleCheck, CircleStop, Clock, Pause, Play, Undo2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { Status } from "../../../../../ui/status/status.tsx";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";

export type PlanState = Outputs["plans"]["get"]["state"];

const looks = {
  scheduled: { icon: Clock, tone: "quiet" },
  running: { icon: Play, tone: "accent" },
  paused: { icon: Pause, tone: "caution" },
  done: { icon: CircleCheck, tone: "positive" },
  cancelled: { icon: CircleStop, tone: "quiet" },
  rolledBack: { icon: Undo2, tone: "quiet" },
} as const satisfies Record<PlanState, object>;

/** How a planned rollout stands. */
export function PlanStatus({ state }: { state: PlanState }) {
  const t = useTranslations("plan.states");
  const { icon, tone } = looks[state];
  return <Status icon={icon} tone={tone} word={t(state)} />;
}
