import { DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import type { ClockCursor, Place } from "./clock-cursor.ts";
import type { PlanCut } from "./day-plan.ts";
import type { Stay } from "./stay.ts";

/** Free minutes of each local day while a stay is metered. */
export type DailyAllowance = { dayMs: number; firstDayMs: number; firstDay: number; entryAt: number };

const FREE_CUT: PlanCut = { minute: 0, collection: -1, window: -1, daysAgo: 0 };

/** The allowance that is left to a stay: earlier visits on the day of entry have used theirs first. */
export function dailyAllowance(dayMs: number, stay: Stay, cursor: ClockCursor): DailyAllowance | undefined {
  if (dayMs === 0) return undefined;
  const { entryAt, freeUsedMinutes = 0, previousVisits = [] } = stay;
  const firstDay = cursor.dayAt(entryAt, 0).day;
  const dayStart = firstDay * DAY_MS - cursor.offsetMs;
  const parked = previousVisits.reduce(
    (sum, visit) => sum + Math.max(0, visit.exitAt - Math.max(dayStart, visit.entryAt)),
    0,
  );
  const usedMs = Math.max(freeUsedMinutes * MINUTE_MS, parked);
  return { dayMs, firstDayMs: Math.max(0, dayMs - usedMs), firstDay, entryAt };
}

/** Puts the free time of the day over the place that the plan gives. */
export function withAllowance(
  allowance: DailyAllowance,
  place: Place,
  { cursor, at }: { cursor: ClockCursor; at: number },
): Place {
  const { day, endAt: dayEndAt } = cursor.dayAt(at, 0);
  const isFirst = day === allowance.firstDay;
  const from = isFirst ? allowance.entryAt : cursor.instantOf(day, 0);
  const freeUntil = Math.min(dayEndAt, from + (isFirst ? allowance.firstDayMs : allowance.dayMs));
  return at < freeUntil ? { day, cut: FREE_CUT, endAt: freeUntil } : place;
}
