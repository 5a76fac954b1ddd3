import { toInstant } from "../../model/clock-table.ts";
import { daysToLookAt, distinctDays } from "./days-to-look-at.ts";
import type { TableView, TariffView } from "./tariff-view.ts";
import { gridMinutes, timesOfDayOn } from "./time-grid.ts";

/** Entries that together show what a time of entry can change. */
export type EntryTimes = {
  entries: number[];
  /** Every other entry orders like one of these. */
  complete: boolean;
};

/** Most entries of one question, so that a tariff is verified while somebody types. */
const ENTRIES_MAX = 60;
/** Days of a stay that are told apart by the periods on them. */
const SPAN_DAYS = 7;

/** Entries when a period of the table begins, where most shows, then those of the tariff's grid. */
export function entryTimes(view: TariffView, table: TableView): EntryTimes {
  const known = view.entryTimes.get(table) ?? findEntryTimes(view, table);
  view.entryTimes.set(table, known);
  return known;
}

function findEntryTimes(view: TariffView, table: TableView): EntryTimes {
  const { prepared, source } = table;
  const { clock } = view.setting;
  if (isTimeless(table)) return { entries: [toInstant(clock, view.monday, 600)], complete: true };
  const days = distinctDays(view, daysToLookAt(view, table), SPAN_DAYS);
  const starts = days.flatMap((day) => prepared.planner.planOf(day).map(({ minute }) => toInstant(clock, day, minute)));
  const minutes = timesOfDayOn(gridMinutes([view.tariff], clock));
  const onGrid = days.flatMap((day) => minutes.map((minute) => toInstant(clock, day, minute)));
  const all = [...new Set([...starts, ...onGrid])];
  // Dates, and buckets counted from the entry, make days differ that look alike here.
  const hasDates = /"(dateRanges|specialDays|exceptSpecialDays|index)":/.test(JSON.stringify(source));
  return { entries: all.slice(0, ENTRIES_MAX), complete: all.length <= ENTRIES_MAX && !hasDates };
}

/** Nothing of the table looks at the clock on the wall. */
export function isTimeless({ source, prepared }: TableView): boolean {
  if (!prepared.alwaysOne || prepared.windows !== undefined || source.freeAllowance !== undefined) return false;
  if (source.validityStart !== undefined || source.validityEnd !== undefined) return false;
  const caps = [...(source.caps ?? []), ...source.rateLineCollections.flatMap((collection) => collection.caps ?? [])];
  return caps.every((cap) => cap.scope === "perStay" || cap.scope === "period" || isPlainRolling(cap));
}

function isPlainRolling(cap: { scope: string; endsAt?: number | undefined }): boolean {
  return cap.scope === "rolling" && cap.endsAt === undefined;
}
