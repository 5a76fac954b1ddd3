import type { Eligibility } from "../model/eligibility.ts";
import { DAY_MINUTES } from "../model/local-time.ts";
import type { Tariff } from "../model/rate-table.ts";

/** Longest time back for which anybody keeps visits: a week, and the day on which it began. */
export const VISIT_MINUTES_MAX = 8 * DAY_MINUTES;

/**
 * How far back a price may depend on earlier visits of the plate, in minutes from the entry; 0 when it never does. At most
 * {@link VISIT_MINUTES_MAX}. A chain of visits that continue one another has no length of its own, so it asks for all.
 */
export function visitMinutesAsked(tariff: Tariff): number {
  const asked = [0];
  if (tariff.reEntry !== undefined) asked.push(VISIT_MINUTES_MAX);
  if (tariff.noReturn !== undefined) asked.push(tariff.noReturn.within);
  for (const { freeAllowance } of tariff.rateTables) {
    if (freeAllowance?.per === "calendarDay") asked.push(DAY_MINUTES + 60);
    if (freeAllowance?.per === "rolling") asked.push(freeAllowance.window ?? DAY_MINUTES);
  }
  const rows = [...tariff.rateEligibility, ...(tariff.surcharges ?? [])];
  if (rows.some(({ eligibility }) => countsEntries(eligibility))) asked.push(DAY_MINUTES + 60);
  return Math.min(VISIT_MINUTES_MAX, Math.max(...asked));
}

function countsEntries(eligibility: Eligibility | undefined): boolean {
  return eligibility?.entriesToday !== undefined || eligibility?.entriesLastHour !== undefined;
}
