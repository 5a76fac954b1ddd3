"use client";

import { Check, CircleCheck, CircleDot, CircleStop, Clock, Download, Play, Send, Undo2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { Status } from "./status.tsx";

const steps = {
  waiting: { icon: Clock, tone: "quiet", filled: 0 },
  sent: { icon: Send, tone: "accent", filled: 1 },
  downloaded: { icon: Download, tone: "accent", filled: 2 },
  checked: { icon: Check, tone: "accent", filled: 3 },
  live: { icon: CircleDot, tone: "positive", filled: 4 },
  refused: { icon: CircleStop, tone: "negative", filled: 0 },
  replaced: { icon: Clock, tone: "quiet", filled: 0 },
} as const;

const states = {
  running: { icon: Play, tone: "accent" },
  done: { icon: CircleCheck, tone: "positive" },
  refused: { icon: CircleStop, tone: "negative" },
  replaced: { icon: Clock, tone: "quiet" },
  rolledBack: { icon: Undo2, tone: "quiet" },
} as const;

export type RolloutStep = keyof typeof steps;
export type RolloutState = keyof typeof states;

/** How far one edge is with a rollout: four little blocks, then the word. */
export function RolloutStepStatus({ step }: { step: RolloutStep }) {
  const t = useTranslations("status.step");
  const { icon, tone, filled } = steps[step];
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden className="inline-flex gap-0.5">
        {[1, 2, 3, 4].map((block) => (
          <span
            key={block}
            className={`size-2 rounded-[2px] border forced-color-adjust-none ${block <= filled ? "border-series-1 bg-series-1" : "border-control"}`}
          />
        ))}
      </span>
      <Status icon={icon} tone={tone} word={t(step)} bare />
    </span>
  );
}

/** How a whole rollout stands. */
export function RolloutStatus({ state, bare }: { state: RolloutState; bare?: boolean }) {
  const t = useTranslations("status.rollout");
  const { icon, tone } = states[state];
  return <Status icon={icon} tone={tone} word={t(state)} bare={bare ?? false} />;
}
