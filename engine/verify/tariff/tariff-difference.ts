import type { Stay } from "../../price/stay.ts";
import type { Undecided } from "../finding.ts";
import type { StayConditions } from "./stay-profiles.ts";

/** An end of a range of stays, in whole minutes: how long they last, or when they leave, counted from midnight before the entry. */
export type StayBound = { by: "stay" | "exit"; minutes: number };

/**
 * Stays that all change in one direction: of these kinds, entering on these days in these minutes, and staying from one
 * bound to the other (ends included). Amounts are minor units; null where a tariff has no price for the stay.
 */
export type TariffDifference = {
  /** What the stays say besides their times; stays of each kind change alike. */
  conditions: StayConditions[];
  /** No matter what a stay says. */
  isForAll: boolean;
  /** Days of an ordinary week. Empty where only the dates below are meant. */
  daysOfWeek: number[];
  /** Days unlike those of an ordinary week: special days, seasons, new versions. Some of them, `YYYY-MM-DD`. */
  dates: string[];
  /** Minutes after midnight, both included. With `everyMinutes` only every so many of them were looked at. */
  entry: { from: number; to: number; everyMinutes?: number };
  from: StayBound;
  to: StayBound;
  direction: "dearer" | "cheaper" | "priced" | "unpriced";
  /** By how much the fees change, nearest to nothing and furthest from it; absent where one side has no price. */
  change?: { leastMinor: number; mostMinor: number };
  witness: {
    stay: Stay;
    /** When the stay enters, on the clock of the lot. */
    entered: { date: string; dayOfWeek: number; minuteOfDay: number };
    beforeMinor: number | null;
    afterMinor: number | null;
  };
};

/** The whole answer. Where both lists are empty, no stay of up to `upToMinutes` changes (`isSame`: none at all). */
export type TariffDiff = {
  differences: TariffDifference[];
  /** What was not looked at, or not finished. */
  undecided: Undecided[];
  upToMinutes: number;
  /** The tariffs say the same prices, whatever they are called. */
  isSame: boolean;
};
