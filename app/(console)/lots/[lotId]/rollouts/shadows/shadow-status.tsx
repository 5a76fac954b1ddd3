"use client";

import { CircleStop, Clock, Play, Rocket } from "lucide-react";
import { useTranslations } from "use-intl";
import { Status } from "../../../../../ui/status/status.tsx";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";

type Ending = Outputs["shadows"]["get"]["ending"];

const looks = {
  running: { icon: Play, tone: "accent" },
  stopped: { icon: CircleStop, tone: "quiet" },
  madeLive: { icon: Rocket, tone: "positive" },
  replaced: { icon: Clock, tone: "quiet" },
} as const;

/** Whether a shadow still runs, or what ended it. */
export function ShadowStatus({ ending }: { ending: Ending }) {
  const t = useTranslations("shadow.states");
  const state = ending ?? "running";
  const { icon, tone } = looks[state];
  return <Status icon={icon} tone={tone} word={t(state)} />;
}
