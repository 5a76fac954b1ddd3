import type { DecisionKind } from "#contracts/decision.ts";
import type { FactId } from "../model/vocabulary.ts";

/** What one bundle says of a passage. */
export type ReplayedOutcome = {
  readonly decision: DecisionKind;
  /** The rule that decided, or "otherwise". */
  readonly ruleId: string;
  readonly reason: string;
  /** The fee of the stay; null when no stay ended. Minor units. */
  readonly feeMinor: number | null;
};

/** A passage that the two bundles treat differently. */
export type PassageChange = {
  readonly passageId: string;
  readonly lotId: string;
  readonly laneId: string;
  /** When it was decided, in cloud time. */
  readonly at: number;
  readonly before: ReplayedOutcome;
  readonly after: ReplayedOutcome;
};

/**
 * Why a passage is left out.
 *
 * - `notByRules`: its lane's safe policy or the age of its message decided, not rules.
 * - `erased`: a rule reads who it was, and that part of the record has been erased.
 * - `factMissing`: a rule reads a fact that the record does not hold.
 * - `stayMissing`: its fee was asked, and the record does not hold the stay. `stayUnreadable`: it holds something else.
 * - `quoteFailed`: one of the bundles cannot price the stay.
 * - `laneMissing`: its lane is not in one of the bundles.
 */
export type LeftOutReason =
  | "notByRules"
  | "erased"
  | "factMissing"
  | "stayMissing"
  | "stayUnreadable"
  | "quoteFailed"
  | "laneMissing";

type ReplayedMoney = {
  /** Stays that ended with the car let out. */
  readonly stays: number;
  readonly beforeMinor: number;
  readonly afterMinor: number;
};

/** What changes when the same cars, behaving as they did, had met other rules and prices. */
export type ReplayResult = {
  /** Passages read, and of those the ones decided again. */
  readonly passages: number;
  readonly replayed: number;
  /** Passages whose decision or fee differs. */
  readonly changed: number;
  /** Passages with the same decision and fee, but another rule or reason. */
  readonly sameByAnotherRule: number;
  /** Passages that the bundle before decides in another way than the record says. */
  readonly unlikeRecord: number;
  /** How often each pair of decisions came. */
  readonly outcomes: readonly { readonly before: DecisionKind; readonly after: DecisionKind; readonly count: number }[];
  /** In minor units of each bundle's currency; null when the two differ. */
  readonly money:
    | (ReplayedMoney & {
        /** By local day of the passage (days since 1970-01-01) and lot. */
        readonly days: readonly (ReplayedMoney & { readonly lotId: string; readonly epochDay: number })[];
      })
    | null;
  /** The changes with the greatest difference in fee, greatest first. */
  readonly largest: readonly PassageChange[];
  readonly leftOut: {
    readonly total: number;
    readonly reasons: Readonly<Partial<Record<LeftOutReason, number>>>;
    /** How many passages lack each fact. */
    readonly facts: Readonly<Partial<Record<FactId, number>>>;
    /** How often each error stopped a quote. */
    readonly quoteErrors: Readonly<Record<string, number>>;
  };
};
