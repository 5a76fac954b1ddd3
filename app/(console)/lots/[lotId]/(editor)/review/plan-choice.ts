import type { ClockTable } from "#engine/model/clock-table.ts";
import type { GuardKind, OnFailure } from "../../rollouts/plans/guard-kinds.ts";
import { instantOf } from "../tariff/local-date-time.ts";

/** When and how a draft goes live, as it stands in the form. */
export type PlanChoice = {
  when: "now" | "atTime";
  /** Date and time on the lot's clock, as its fields hold it. */
  at: string;
  how: "alone" | "lane" | "waves" | "shadow";
  /** The lane that comes first. */
  laneId: string;
  /** In this lot alone: is it watched for a while? Waves always are. */
  watched: boolean;
  /** The lots of the second wave. */
  lotIds: readonly string[];
  /** How long each wave is watched before the next begins, or the rollout is done. */
  holdMinutes: number;
  /** By how many percent each may be worse; null: not watched. */
  guards: Readonly<Record<GuardKind, number | null>>;
  onFailure: OnFailure;
};

export const plainChoice: PlanChoice = {
  when: "now",
  at: "",
  how: "alone",
  laneId: "",
  watched: false,
  lotIds: [],
  holdMinutes: 30,
  guards: { holdsPerHundred: 50, manualOpensPerHundred: 50, decideP95: 100, revenuePerPassage: null },
  onFailure: "pause",
};

/** Now, in this lot only and unwatched: no plan is needed. */
export function isPlain(choice: PlanChoice): boolean {
  return choice.when === "now" && choice.how === "alone" && !choice.watched;
}

/** Do guards hold the version against the week before? */
export function isWatched({ how, watched }: PlanChoice): boolean {
  return how === "waves" || how === "lane" || (how === "alone" && watched);
}

export type ChosenLot = {
  id: string;
  name: string;
  state: "checking" | "unchecked" | "blocked" | "ready";
  revision: number;
  number: number;
  edges: number;
  /** The lot asks for something before its draft goes live, and has not got it: an approval, a backtest. */
  alone: boolean;
};

/** What is still wrong with a choice, as the key of its words. */
export function problemOf(
  choice: PlanChoice,
  { clock, lots, now }: { clock: ClockTable; lots: readonly ChosenLot[]; now: number },
): "noTime" | "past" | "noLane" | "noLots" | "lotsBlocked" | null {
  if (choice.how === "shadow") return null;
  if (choice.when === "atTime") {
    const at = instantOf(clock, choice.at);
    if (at === null) return "noTime";
    if (at <= now) return "past";
  }
  if (choice.how === "alone") return null;
  if (choice.how === "lane") return choice.laneId === "" ? "noLane" : null;
  if (lots.length === 0) return "noLots";
  return lots.every(({ state }) => state === "ready") ? null : "lotsBlocked";
}
