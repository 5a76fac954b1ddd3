import type { SpecialDay } from "#engine/model/calendar.ts";
import { formatLocalDate, parseLocalDate } from "#engine/model/local-date.ts";
import type { Tariff } from "#engine/model/rate-table.ts";
import type { SpecialDayType } from "#engine/model/special-day-type.ts";

const daysMax = 5_000;
const rangeDaysMax = 400;

/** The dates from one to another as days of one kind; empty where the last is before the first or too far. */
export function daysBetween(first: string, last: string, type: SpecialDayType): SpecialDay[] {
  const from = parseLocalDate(first);
  const length = parseLocalDate(last) - from + 1;
  if (!Number.isFinite(length) || length < 1 || length > rangeDaysMax) return [];
  return Array.from({ length }, (_, day) => ({ date: formatLocalDate(from + day), type }));
}

/** The calendar with further days: each date and kind once, in order; what goes over the bound is left out. */
export function withDays(tariff: Tariff, added: readonly SpecialDay[]): Tariff {
  const all = new Map(
    [...(tariff.specialDays ?? []), ...added].map(({ date, type }) => [`${date} ${type}`, { date, type }]),
  );
  const specialDays = [...all.values()].sort((a, b) => a.date.localeCompare(b.date)).slice(0, daysMax);
  return { ...tariff, specialDays };
}

export function withoutDays(tariff: Tariff, isGone: (day: SpecialDay) => boolean): Tariff {
  const { specialDays = [], ...rest } = tariff;
  const left = specialDays.filter((day) => !isGone(day));
  return left.length > 0 ? { ...rest, specialDays: left } : rest;
}
