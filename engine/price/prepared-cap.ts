import type { Cap } from "../model/cap.ts";
import { DAY_MINUTES, DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import type { ClockCursor } from "./clock-cursor.ts";

/** A cap ready to price; `amount` is scaled. */
export type PreparedCap = {
  source: Cap;
  amount: number;
  resetAt: number;
  lengthMs: number;
  fromIndex: number;
  toIndex: number;
  /** Index from which on nothing changes any more. */
  steadyIndex: number;
  /** Its buckets lie alike on each day counted from entry, so that equal days stay equal. */
  daily: boolean;
  /** Its buckets are longer than a day. */
  long: boolean;
};

/** One bucket of a cap: its number from entry (from 1) and its end. */
export type Bucket = { index: number; endAt: number };

export function prepareCap(source: Cap, scale: number): PreparedCap {
  const index = "index" in source ? source.index : undefined;
  const minutes = lengthMinutes(source);
  return {
    source,
    amount: source.amount * scale,
    resetAt: ("resetAt" in source && source.resetAt) || 0,
    lengthMs: minutes * MINUTE_MS,
    fromIndex: index?.from ?? 1,
    toIndex: index?.to ?? Number.POSITIVE_INFINITY,
    steadyIndex: index === undefined ? 0 : (index.to ?? index.from - 1) + 1,
    daily: isDaily(source, minutes),
    long: minutes > DAY_MINUTES,
  };
}

/** Caps on shorter buckets come first, so that longer ones limit what is left. */
export function byLength(a: PreparedCap, b: PreparedCap): number {
  return a.lengthMs - b.lengthMs;
}

/** The bucket that holds `at`, for a stay that entered at `entryAt`. */
export function bucketAt(cap: PreparedCap, cursor: ClockCursor, entryAt: number, at: number): Bucket {
  switch (cap.source.scope) {
    case "rolling": {
      const passed = Math.floor((at - entryAt) / cap.lengthMs);
      const endAt = entryAt + (passed + 1) * cap.lengthMs;
      const { endsAt } = cap.source;
      if (endsAt === undefined) return { index: passed + 1, endAt };
      const nights = cursor.dayAt(at, endsAt).day - cursor.dayAt(entryAt, endsAt).day;
      return { index: passed + nights + 1, endAt: Math.min(endAt, cursor.dayAt(at, endsAt).endAt) };
    }
    case "calendarDay": {
      const first = cursor.dayAt(entryAt, cap.resetAt).day;
      const { day, endAt } = cursor.dayAt(at, cap.resetAt);
      return { index: day - first + 1, endAt };
    }
    case "calendarWeek": {
      const first = weekOf(cursor.dayAt(entryAt, cap.resetAt).day);
      const week = weekOf(cursor.dayAt(at, cap.resetAt).day);
      return { index: week - first + 1, endAt: cursor.instantOf((week + 1) * 7 - 3, cap.resetAt) };
    }
    case "perStay":
    case "period":
      return { index: 1, endAt: Number.POSITIVE_INFINITY };
  }
}

/** Weeks from Monday: day 0 was a Thursday. */
function weekOf(day: number): number {
  return Math.floor((day + 3) / 7);
}

function lengthMinutes(cap: Cap): number {
  switch (cap.scope) {
    case "rolling":
      return cap.minutes;
    case "calendarDay":
      return DAY_MS / MINUTE_MS;
    case "calendarWeek":
      return 7 * DAY_MINUTES;
    case "period":
      return 0;
    case "perStay":
      return Number.POSITIVE_INFINITY;
  }
}

function isDaily(cap: Cap, minutes: number): boolean {
  if (cap.scope === "rolling") return DAY_MINUTES % minutes === 0;
  return cap.scope === "period" || cap.scope === "calendarDay";
}
