"use client";

import { ArrowUp, CircleHelp, CircleStop, Clock, Hourglass, Send } from "lucide-react";
import { useTranslations } from "use-intl";
import { Status } from "../../../../ui/status/status.tsx";
import type { GateStage } from "./gate-stage.ts";

const looks = {
  sending: { icon: Send, tone: "accent" },
  sent: { icon: Hourglass, tone: "accent" },
  received: { icon: Hourglass, tone: "accent" },
  opened: { icon: ArrowUp, tone: "positive" },
  failed: { icon: CircleStop, tone: "negative" },
  unknown: { icon: CircleHelp, tone: "held" },
  silent: { icon: CircleHelp, tone: "held" },
  unreachable: { icon: CircleHelp, tone: "held" },
  noAnswer: { icon: Clock, tone: "caution" },
  expired: { icon: Clock, tone: "caution" },
  rejected: { icon: CircleStop, tone: "negative" },
  noEdge: { icon: CircleStop, tone: "negative" },
  notAllowed: { icon: CircleStop, tone: "negative" },
  notFound: { icon: CircleStop, tone: "negative" },
  badInput: { icon: CircleStop, tone: "negative" },
} as const satisfies Record<GateStage, { icon: unknown; tone: string }>;

/** How a command to a gate stands, or how it ended. */
export function GateStageStatus({ stage }: { stage: GateStage }) {
  const t = useTranslations("gate.stage");
  const { icon, tone } = looks[stage];
  return <Status icon={icon} tone={tone} word={t(stage)} />;
}
