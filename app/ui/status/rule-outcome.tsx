"use client";

import { Check, CircleHelp, Ellipsis, Minus } from "lucide-react";
import { useTranslations } from "use-intl";
import { Status } from "./status.tsx";

const looks = {
  matched: { icon: Check, tone: "accent" },
  notMatched: { icon: Minus, tone: "quiet" },
  notReached: { icon: Ellipsis, tone: "quiet" },
  unknown: { icon: CircleHelp, tone: "caution" },
} as const;

/** What a rule did in a trace. */
export function RuleOutcome({ outcome }: { outcome: keyof typeof looks }) {
  const t = useTranslations("status.rule");
  const { icon, tone } = looks[outcome];
  return <Status icon={icon} tone={tone} word={t(outcome)} bare />;
}
