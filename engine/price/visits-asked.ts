import type { Eligibility } from "../model/eligibility.ts";
import type { FreeAllowance } from "../model/free-allowance.ts";
import type { FreePeriod } from "../model/free-period.ts";
import { DAY_MINUTES } from "../model/local-time.ts";
import type { RateTable, Tariff } from "../model/rate-table.ts";

/** Longest time back for which anybody keeps visits: a week, and the day on which it began. */
export const VISIT_MINUTES_MAX = 8 * DAY_MINUTES;

/** A local day, which may have 25 hours. */
const DAY_ASKED = DAY_MINUTES + 60;

/**
 * How far back a price may depend on earlier visits of the plate, in minutes from the entry to the exit of a visit; 0 when
 * it never does. At most {@link VISIT_MINUTES_MAX}. A chain of visits that continue one another has no length of its own,
 * so it asks for all.
 */
export function visitMinutesAsked(tariff: Tariff): number {
  const rows = [...tariff.rateEligibility, ...(tariff.surcharges ?? [])];
  const asked = [
    tariff.reEntry === undefined ? 0 : VISIT_MINUTES_MAX,
    tariff.noReturn?.within ?? 0,
    rows.some(({ eligibility }) => countsEntries(eligibility)) ? DAY_ASKED : 0,
    ...tariff.rateTables.map(minutesOfTable),
  ];
  return Math.min(VISIT_MINUTES_MAX, Math.max(...asked));
}

function minutesOfTable({ freePeriod, freeAllowance, caps, rateLineCollections }: RateTable): number {
  const allCaps = [...(caps ?? []), ...rateLineCollections.flatMap((collection) => collection.caps ?? [])];
  return Math.max(
    minutesOfFreePeriod(freePeriod?.limit),
    minutesOfAllowance(freeAllowance),
    allCaps.some((cap) => cap.scope === "calendarDay" && cap.acrossVisits) ? DAY_ASKED : 0,
  );
}

function minutesOfFreePeriod(limit: FreePeriod["limit"]): number {
  if (limit === undefined) return 0;
  return limit.scope === "rolling" ? limit.minutes : DAY_ASKED;
}

function minutesOfAllowance(allowance: FreeAllowance | undefined): number {
  if (allowance === undefined || allowance.per === "visit") return 0;
  return allowance.per === "rolling" ? (allowance.window ?? DAY_MINUTES) : DAY_ASKED;
}

function countsEntries(eligibility: Eligibility | undefined): boolean {
  return eligibility?.entriesToday !== undefined || eligibility?.entriesLastHour !== undefined;
}
