import type { ClockTable } from "#engine/model/clock-table.ts";
import type { GuardKind, OnFailure } from "../../rollouts/plans/guard-kinds.ts";
import { instantOf } from "../tariff/local-date-time.ts";

/** When and how a draft goes live, as it stands in the form. */
export type PlanChoice = {
  when: "now" | "atTime";
  /** Date and time on the lot's clock, as its fields hold it. */
  at: string;
  how: "alone" | "waves";
  /** The lots of the second wave. */
  lotIds: readonly string[];
  holdMinutes: number;
  /** By how many percent each may be worse; null: not watched. */
  guards: Readonly<Record<GuardKind, number | null>>;
  onFailure: OnFailure;
};

export const plainChoice: PlanChoice = {
  when: "now",
  at: "",
  how: "alone",
  lotIds: [],
  holdMinutes: 30,
  guards: { holdsPerHundred: 50, decideP95: 100, revenuePerExit: null },
  onFailure: "pause",
};

/** Now and in this lot only: no plan is needed. */
export function isPlain({ when, how }: PlanChoice): boolean {
  return when === "now" && how === "alone";
}

export type ChosenLot = {
  id: string;
  name: string;
  state: "checking" | "unchecked" | "blocked" | "ready";
  revision: number;
  number: number;
  edges: number;
  /** A second person should have approved its draft and has not. */
  alone: boolean;
};

/** What is still wrong with a choice, as the key of its words. */
export function problemOf(
  choice: PlanChoice,
  { clock, lots, now }: { clock: ClockTable; lots: readonly ChosenLot[]; now: number },
): "noTime" | "past" | "noLots" | "lotsBlocked" | null {
  if (choice.when === "atTime") {
    const at = instantOf(clock, choice.at);
    if (at === null) return "noTime";
    if (at <= now) return "past";
  }
  if (choice.how === "alone") return null;
  if (lots.length === 0) return "noLots";
  return lots.every(({ state }) => state === "ready") ? null : "lotsBlocked";
}
