import { type ClockTable, toInstant } from "../../model/clock-table.ts";
import { DAY_MINUTES, type EpochDay } from "../../model/local-time.ts";
import type { Tariff } from "../../model/rate-table.ts";
import { addDifference, type Differences } from "./add-difference.ts";
import { type ChangedRegion, changedRegions } from "./changed-regions.ts";
import { compareStays } from "./compare-stays.ts";
import { daysForDiff, groupDays } from "./days-to-look-at.ts";
import { isTimeless } from "./entry-times.ts";
import { Pricer } from "./pricer.ts";
import { pastThatDiffers, pricesText } from "./same-prices.ts";
import { stayCells } from "./stay-cells.ts";
import { stayGroups } from "./stay-groups.ts";
import type { StayConditions } from "./stay-profiles.ts";
import type { TariffDiff, TariffDifference } from "./tariff-difference.ts";
import { isTooLarge, type TariffView, viewTariff } from "./tariff-view.ts";
import { gridMinutes, longestMinutes, timesOfDayOn } from "./time-grid.ts";

export type DiffSetting = { clock: ClockTable; around?: number };

/** Most steps of work for one comparison: a second or two. */
const STEPS_MAX = 600_000;
const DIFFERENCES_MAX = 1_000;
const DAYS_MAX = 40;
/** Most entries of one day; where the times of the tariffs are finer, quarters of an hour are looked at. */
const ENTRIES_PER_DAY_MAX = 288;
const COARSE_MINUTES = 15;
/** The entry that stands for all where no clock matters. */
const NOON = 720;
/** Stays are compared up to the longest time that a tariff names and a day more: two days at least, and at most this. */
const STAY_DAYS_MIN = 2;
const STAY_DAYS_MAX = 15;

type Space = {
  views: { before: TariffView; after: TariffView };
  grid: number;
  /** Minutes of the day at which stays enter. */
  entries: number[];
  /** How far apart the entries are that are looked at, where that is not each of them. */
  everyMinutes?: number;
  upToMinutes: number;
  pricer: Pricer;
};

/**
 * The stays whose fee changes from one tariff to another, as regions with a witness each, both fees of which the engine
 * has priced. Exact for stays of whole minutes of up to `upToMinutes` that bring nothing from before (no earlier visit,
 * no payment) and enter on days without a clock change; what else could change stands in `undecided`.
 * Throws `QuoteError` (`tariff.invalid`) for a tariff that cannot be priced.
 *
 * @example diffTariffs(live, draft, { clock }).differences[0].witness
 */
export function diffTariffs(before: Tariff, after: Tariff, { clock, ...when }: DiffSetting): TariffDiff {
  if (isTooLarge(before) || isTooLarge(after)) {
    const undecided = [{ path: ["tariff"], question: "tariffSize" }];
    return { differences: [], undecided, upToMinutes: 0, isSame: false };
  }
  const stayDays = Math.max(STAY_DAYS_MIN, Math.ceil(longestMinutes([before, after]) / DAY_MINUTES) + 1);
  const upToMinutes = Math.min(stayDays, STAY_DAYS_MAX) * DAY_MINUTES;
  if (pricesText(before) === pricesText(after)) return { differences: [], undecided: [], upToMinutes, isSame: true };
  const setting = { clock, country: "", ...when };
  const views = { before: viewTariff(before, setting, 0), after: viewTariff(after, setting, 0) };

  const undecided = pastThatDiffers(before, after).map((path) => ({ path, question: "stayHistory" }));
  const leave = (question: string) => undecided.push({ path: ["tariff"], question });
  const { groups, isAll, complete } = stayGroups(views);
  const both = [views.before, views.after];
  const days = groupDays(both, daysForDiff(both), upToMinutes / DAY_MINUTES);
  const grid = gridMinutes([before, after], clock);
  const exact = timesOfDayOn(grid);
  const isAlways = both.every(({ tables }) => tables.every(isTimeless));
  const isCoarse = !isAlways && exact.length > ENTRIES_PER_DAY_MAX;
  const entries = isAlways ? [NOON] : isCoarse ? quarters() : exact;
  const step = isCoarse ? { everyMinutes: COARSE_MINUTES } : {};
  const space = { views, grid, entries, ...step, upToMinutes, pricer: new Pricer(STEPS_MAX) };
  const found: Differences = new Map();
  for (const group of groups) {
    for (const alike of days.slice(0, DAYS_MAX)) {
      const regions = regionsOn(space, alike[0]!, group[0]!);
      for (const region of regions) {
        const entry = isAlways ? { from: 0, to: DAY_MINUTES - 1 } : region.entry;
        addDifference(found, { ...region, entry }, { group, isForAll: isAll, days: alike, view: views.before });
      }
      if (space.pricer.isSpent || found.size >= DIFFERENCES_MAX) break;
    }
  }
  if (!complete) leave("stayKinds");
  if (days.length > DAYS_MAX) leave("stayDays");
  if (isCoarse) leave("stayEntries");
  if (stayDays > STAY_DAYS_MAX) leave("stayLength");
  if (space.pricer.isSpent || found.size >= DIFFERENCES_MAX) leave("stayCount");
  const differences = [...found.values()].slice(0, DIFFERENCES_MAX).map((one) => priced(one, views));
  return { differences, undecided, upToMinutes, isSame: false };
}

/** What changes for one kind of stay that enters on one day. */
function regionsOn(
  { views, grid, entries, everyMinutes, upToMinutes, pricer }: Space,
  day: EpochDay,
  conditions: StayConditions,
): ChangedRegion[] {
  const { clock } = views.before.setting;
  const tariffs = { before: views.before.prepared, after: views.after.prepared };
  const found = entries.flatMap((entryMinute) => {
    if (pricer.isSpent) return [];
    const entryAt = toInstant(clock, day, entryMinute);
    const cells = stayCells(entryMinute, grid, upToMinutes);
    return [{ entryAt, entryMinute, runs: compareStays(tariffs, { conditions, entryAt, cells }, pricer) }];
  });
  return changedRegions(found, grid, everyMinutes);
}

/** With the witness priced by the engine itself, as a lane would. */
function priced(difference: TariffDifference, { before, after }: Space["views"]): TariffDifference {
  const { witness } = difference;
  const pricer = new Pricer(2);
  const beforeMinor = pricer.fee(before.prepared, witness.stay) ?? null;
  const afterMinor = pricer.fee(after.prepared, witness.stay) ?? null;
  return { ...difference, witness: { ...witness, beforeMinor, afterMinor } };
}

function quarters(): number[] {
  return Array.from({ length: DAY_MINUTES / COARSE_MINUTES }, (_, index) => index * COARSE_MINUTES);
}
