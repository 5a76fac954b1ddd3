import type { ClockTable } from "../../model/clock-table.ts";
import { DAY_MS, dayOfWeekOf, type EpochDay } from "../../model/local-time.ts";
import type { RateTable, Tariff } from "../../model/rate-table.ts";
import type { PreparedTable } from "../../price/prepare-table.ts";
import { type PreparedTariff, prepareTariff } from "../../price/prepare-tariff.ts";
import { prepareSpecialDays, type SpecialDays } from "../../price/special-days.ts";
import type { Finding, Undecided } from "../finding.ts";
import type { EntryTimes } from "./entry-times.ts";
import { Pricer } from "./pricer.ts";
import { type StayProfile, stayProfiles } from "./stay-profiles.ts";

/** Where and when a tariff is to hold. `around` is an instant near which witnesses are chosen (default: mid-table). */
export type TariffSetting = { clock: ClockTable; country: string; around?: number };

/** A tariff prepared for checks, and what they have found so far. */
export type TariffView = {
  tariff: Tariff;
  setting: TariffSetting;
  prepared: PreparedTariff;
  special: SpecialDays;
  tables: TableView[];
  /** The ways in which stays can meet the eligibilities. */
  profiles: { profiles: StayProfile[]; complete: boolean };
  /** The Monday of a week without special days, where there is one. */
  monday: EpochDay;
  /** Entries to look at, by table, once they are found. */
  entryTimes: Map<TableView, EntryTimes>;
  pricer: Pricer;
  /** Days that may still be looked at one by one: about a clock table. */
  daysLeft: number;
  findings: Finding[];
  undecided: Undecided[];
};

export type TableView = {
  source: RateTable;
  path: (string | number)[];
  prepared: PreparedTable;
  /** The table as if it priced every stay; variants of it show what one of its parts does. */
  alone: (change?: Partial<RateTable>) => PreparedTariff;
  /** The tariff with the table changed. */
  changed: (change: Partial<RateTable>) => PreparedTariff;
};

/** One check: adds its findings to the view. */
export type TariffLint = (view: TariffView) => void;

const WEEKS_MAX = 60;
/** From Monday on, days without a clock change: a week of entries and the longest stays. */
const CALM_DAYS = 24;

/** A table of clock changes is about fifty years long. */
const DAYS_MAX = 20_000;
const PERIODS_MAX = 120;
const TABLES_MAX = 40;

/** Whether a tariff is so large that its calendars take longer to look at than somebody who types would wait. */
export function isTooLarge({ rateTables, rateEligibility }: Tariff): boolean {
  const collections = rateTables.flatMap((table) => table.rateLineCollections);
  const periods = collections.reduce((sum, collection) => sum + (collection.periods ?? []).length, 0);
  return rateTables.length > TABLES_MAX || rateEligibility.length > 2 * TABLES_MAX || periods > PERIODS_MAX;
}

export function viewTariff(tariff: Tariff, setting: TariffSetting, quotesMax: number): TariffView {
  const prepared = prepareTariff(tariff, setting.clock);
  const special = prepareSpecialDays(tariff.specialDays ?? []);
  return {
    tariff,
    setting,
    prepared,
    special,
    tables: tariff.rateTables.map((source, index) => viewTable({ tariff, source, index, prepared })),
    profiles: stayProfiles([tariff]),
    monday: calmMonday(setting, special),
    entryTimes: new Map(),
    pricer: new Pricer(quotesMax),
    daysLeft: DAYS_MAX,
    findings: [],
    undecided: [],
  };
}

function viewTable(of: { tariff: Tariff; source: RateTable; index: number; prepared: PreparedTariff }): TableView {
  const { tariff, source, index, prepared } = of;
  const { currency, minorUnitDigits, specialDays, events } = tariff;
  const { validityStart: _start, validityEnd: _end, timesOfDay: _times, ...always } = source;
  const known = new Map<string, PreparedTariff>();
  return {
    source,
    path: ["tariff", "rateTables", index],
    prepared: prepared.tables.get(source.id)!.find((version) => version.source === source)!,
    alone: (change = {}) => {
      const key = JSON.stringify(change);
      const found = known.get(key);
      if (found) return found;
      const made = prepareTariff(
        {
          currency,
          minorUnitDigits,
          ...(specialDays && { specialDays }),
          ...(events && { events }),
          rateTables: [{ ...always, ...change }],
          rateEligibility: [{ rateTable: source.id }],
        },
        prepared.clock,
      );
      known.set(key, made);
      return made;
    },
    changed: (change) =>
      prepareTariff({ ...tariff, rateTables: tariff.rateTables.with(index, { ...source, ...change }) }, prepared.clock),
  };
}

function calmMonday({ clock, around = (clock.from + clock.to) / 2 }: TariffSetting, special: SpecialDays): EpochDay {
  const day = Math.floor(around / DAY_MS);
  const first = day + ((8 - dayOfWeekOf(day)) % 7);
  for (let week = 0; week < WEEKS_MAX; week += 1) {
    const monday = first + week * 7;
    const isOrdinary = Array.from({ length: 16 }, (_, index) => monday - 2 + index).every((one) => !special.has(one));
    if (isOrdinary && !changesBetween(clock, monday - 2, monday + CALM_DAYS)) return monday;
  }
  return first;
}

function changesBetween({ changes }: ClockTable, fromDay: EpochDay, toDay: EpochDay): boolean {
  return changes.some(([at]) => at >= fromDay * DAY_MS && at < toDay * DAY_MS);
}
