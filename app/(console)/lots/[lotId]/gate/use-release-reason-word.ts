"use client";

import { useTranslations } from "use-intl";
import type { Command } from "#contracts/command.ts";
import { useReasonWord } from "../../../../ui/words/use-reason-word.ts";

export type ReleaseReason = Command["reason"];

/** Whose words a reason takes: those of the rules' reasons where both have it. */
const wordsOf = {
  misread: "own",
  noPlate: "rules",
  paymentFailed: "rules",
  paidElsewhere: "own",
  emergency: "rules",
  vip: "own",
  tailgate: "rules",
  fault: "rules",
  offline: "rules",
  congestion: "own",
  test: "own",
  other: "rules",
} as const satisfies Record<ReleaseReason, "own" | "rules">;

/** In the order in which they are offered. */
export const releaseReasons = Object.keys(wordsOf) as ReleaseReason[];

type OwnReason = {
  [Reason in ReleaseReason]: (typeof wordsOf)[Reason] extends "own" ? Reason : never;
}[ReleaseReason];

/** Why a person opens a gate, in words. */
export function useReleaseReasonWord(): (code: ReleaseReason) => string {
  const t = useTranslations("gate.reasons");
  const ruleWord = useReasonWord();
  return (code) => (wordsOf[code] === "own" ? t(code as OwnReason) : ruleWord(code));
}
