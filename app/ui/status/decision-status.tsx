"use client";

import { ArrowUp, CircleHelp, CircleStop, Coins, Hand, UserRound } from "lucide-react";
import { useTranslations } from "use-intl";
import { Status } from "./status.tsx";

const looks = {
  release: { icon: ArrowUp, tone: "positive" },
  requestPayment: { icon: Coins, tone: "caution" },
  requestConfirm: { icon: CircleHelp, tone: "held" },
  hold: { icon: Hand, tone: "held" },
  refuse: { icon: CircleStop, tone: "negative" },
  openedByHand: { icon: UserRound, tone: "caution" },
} as const;

export type DecisionWord = keyof typeof looks;

/** What happened to a car, in the console's words. */
export function DecisionStatus({ decision, bare }: { decision: DecisionWord; bare?: boolean }) {
  const t = useTranslations("status.decision");
  const { icon, tone } = looks[decision];
  return <Status icon={icon} tone={tone} word={t(decision)} bare={bare ?? false} />;
}
