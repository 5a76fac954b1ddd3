import type { DateRange } from "../../model/calendar.ts";
import { parseLocalDate } from "../../model/local-date.ts";
import { dateOfEpochDay, dayOfWeekOf, type EpochDay } from "../../model/local-time.ts";
import type { TableView, TariffView } from "./tariff-view.ts";
import { dayRange } from "./unused-parts.ts";

const DAYS_MAX = 120;

/**
 * Days that show what a table can do: an ordinary week, a week inside each season and around its edges, and one special
 * day of each kind on each day of the week. In rising order, the ordinary week first.
 */
export function daysToLookAt(view: TariffView, { source, prepared }: TableView): EpochDay[] {
  const days = weekFrom(view.monday);
  for (const range of dateRangesOf(source)) {
    for (const edge of edgesOf(range, view.monday)) days.push(...weekFrom(edge - 1), ...weekFrom(edge - 8));
  }
  const kinds = new Set<string>();
  for (const [day, mask] of view.special) {
    const kind = `${mask} ${dayOfWeekOf(day)}`;
    if (kinds.has(kind)) continue;
    kinds.add(kind);
    days.push(day);
  }
  const { from, to } = dayRange(view.setting.clock);
  const isUsable = (day: EpochDay) =>
    // A day of room on each side: windows reach into the days around.
    day > from + 8 && day < to - 8 && day >= prepared.validFrom && day < prepared.validTo;
  const usable = [...new Set(days)].filter(isUsable);
  if (usable.length > 0) return usable.slice(0, DAYS_MAX);
  const first = Math.max(from + 9, prepared.validFrom);
  return weekFrom(first).filter(isUsable);
}

/** Of days, one for each way in which a day and the `span` days after it can look. */
export function distinctDays(view: TariffView, days: readonly EpochDay[], span: number): EpochDay[] {
  return groupDays([view], days, span).map(([day]) => day!);
}

/**
 * Days that look alike, with the `span` days after each: the same periods hold in every table, the same versions are in
 * force, and the same windows let a stay enter.
 */
export function groupDays(views: readonly TariffView[], days: readonly EpochDay[], span: number): EpochDay[][] {
  const names = new Map<unknown, number>();
  const nameOf = (plan: unknown) => {
    const name = names.get(plan) ?? names.size;
    names.set(plan, name);
    return name;
  };
  const hasWeeks = views.some(({ tariff }) => JSON.stringify(tariff.rateTables).includes('"calendarWeek"'));
  const groups = new Map<string, EpochDay[]>();
  for (const day of days) {
    const look = views.flatMap(({ tables }) =>
      tables.flatMap(({ prepared }) => [
        ...(prepared.planner.uniform ? [] : daysFrom(day, span + 1).map((one) => nameOf(prepared.planner.planOf(one)))),
        ...(prepared.windows ?? []).map((window) => (window.days.holds(day) ? "in" : "out")),
        day >= prepared.validFrom && day < prepared.validTo ? "valid" : "",
      ]),
    );
    const key = `${look.join()} ${hasWeeks ? dayOfWeekOf(day) : ""}`;
    const group = groups.get(key);
    if (group) group.push(day);
    else groups.set(key, [day]);
  }
  return [...groups.values()];
}

/** Days of entry that show how two tariffs differ: those of each table, and those around each change of version. */
export function daysForDiff(views: readonly TariffView[]): EpochDay[] {
  const days = views.flatMap((view) => view.tables.flatMap((table) => daysToLookAt(view, table)));
  const edges = views.flatMap(({ tables }) => tables.flatMap(({ prepared }) => [prepared.validFrom, prepared.validTo]));
  const around = edges.filter(Number.isFinite).flatMap((edge) => [...weekFrom(edge), ...weekFrom(edge - 7)]);
  const { monday } = views[0]!;
  return [...new Set([...weekFrom(monday), ...days, ...around])];
}

function weekFrom(day: EpochDay): EpochDay[] {
  return daysFrom(day, 7);
}

function daysFrom(day: EpochDay, count: number): EpochDay[] {
  return Array.from({ length: count }, (_, index) => day + index);
}

/** Every date range that a part of the table names. */
function dateRangesOf(source: unknown): DateRange[] {
  if (typeof source !== "object" || source === null) return [];
  return Object.entries(source).flatMap(([key, value]) =>
    key === "dateRanges" && Array.isArray(value) ? (value as DateRange[]) : dateRangesOf(value),
  );
}

function edgesOf({ start, end }: DateRange, near: EpochDay): EpochDay[] {
  const { year } = dateOfEpochDay(near);
  const dayOf = (text: string) => parseLocalDate(text.length > "MM-DD".length ? text : `${year}-${text}`);
  return [dayOf(start), dayOf(end) + 1];
}
