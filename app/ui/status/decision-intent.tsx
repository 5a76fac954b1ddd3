"use client";

import { ArrowRight, ArrowUp, CircleHelp, CircleStop, Coins, Hand } from "lucide-react";
import { useTranslations } from "use-intl";
import { Status } from "./status.tsx";

const looks = {
  release: { icon: ArrowUp, tone: "positive" },
  requestPayment: { icon: Coins, tone: "caution" },
  requestConfirm: { icon: CircleHelp, tone: "held" },
  hold: { icon: Hand, tone: "held" },
  refuse: { icon: CircleStop, tone: "negative" },
  goOn: { icon: ArrowRight, tone: "quiet" },
} as const;

/** What a rule will do, before any car came: "Open", not "Opened". */
export function DecisionIntent({ decision }: { decision: Exclude<keyof typeof looks, "goOn"> | null }) {
  const t = useTranslations("status.intent");
  const key = decision ?? "goOn";
  const { icon, tone } = looks[key];
  return <Status icon={icon} tone={tone} word={t(key)} bare />;
}
