import { toLocal } from "../../model/clock-table.ts";
import { formatLocalDate } from "../../model/local-date.ts";
import { dayOfWeekOf, type EpochDay } from "../../model/local-time.ts";
import type { ChangedRegion } from "./changed-regions.ts";
import type { StayConditions } from "./stay-profiles.ts";
import type { TariffDifference } from "./tariff-difference.ts";
import type { TariffView } from "./tariff-view.ts";

/** Most dates that one difference names. */
const DATES_MAX = 20;

type Found = { group: StayConditions[]; isForAll: boolean; days: readonly EpochDay[]; view: TariffView };

/** Differences by what they say of kinds of stay, entries and lengths. */
export type Differences = Map<string, TariffDifference>;

/** Adds a region found on days that look alike: to the same region of other days, or as a difference of its own. */
export function addDifference(differences: Differences, region: ChangedRegion, found: Found): void {
  const { group, isForAll, days, view } = found;
  const { direction, entry, witness, leastMinor, mostMinor } = region;
  const from = region.from[0]!;
  const to = region.to[0]!;
  const isOrdinary = (day: EpochDay) => day >= view.monday && day < view.monday + 7;
  const daysOfWeek = days.filter(isOrdinary).map(dayOfWeekOf);
  const dates = days.filter((day) => !isOrdinary(day)).map(formatLocalDate);
  const key = JSON.stringify([group, direction, entry, from, to]);
  const same = differences.get(key);
  if (same) {
    same.daysOfWeek = [...new Set([...same.daysOfWeek, ...daysOfWeek])].sort();
    same.dates = [...new Set([...same.dates, ...dates])].sort().slice(0, DATES_MAX);
    if (!same.change) return;
    same.change.leastMinor = Math.min(same.change.leastMinor, leastMinor);
    same.change.mostMinor = Math.max(same.change.mostMinor, mostMinor);
    return;
  }
  const { entryAt, exitAt, beforeMinor, afterMinor } = witness;
  const { epochDay, dayOfWeek, minuteOfDay } = toLocal(view.setting.clock, entryAt);
  differences.set(key, {
    conditions: group,
    isForAll,
    daysOfWeek: [...new Set(daysOfWeek)].sort(),
    dates: dates.slice(0, DATES_MAX),
    entry,
    from,
    to,
    direction,
    ...(direction !== "priced" && direction !== "unpriced" && { change: { leastMinor, mostMinor } }),
    witness: {
      stay: { ...group[0]!, entryAt, exitAt },
      entered: { date: formatLocalDate(epochDay), dayOfWeek, minuteOfDay },
      beforeMinor,
      afterMinor,
    },
  });
}
