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
    resetAt: "resetAt" in source ? (source.resetAt ?? 0) : 0,
    lengthMs: minutes * MINUTE_MS,
    fromIndex: index?.from ?? 1,
    toIndex: index?.to ?? Number.POSITIVE_INFINITY,
    steadyIndex: Math.max(index === undefined ? 0 : (index.to ?? index.from - 1) + 1, firstDayBuckets(source)),
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
      if (cap.source.restartAt !== undefined)
        return restartedBucket(cap, cap.source.restartAt, { cursor, entryAt, at });
      const passed = Math.floor((at - entryAt) / cap.lengthMs);
      return { index: passed + 1, endAt: entryAt + (passed + 1) * cap.lengthMs };
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

/** Windows that are counted from entry on the first day and from `restartAt` on the days after it. */
function restartedBucket(
  { lengthMs }: PreparedCap,
  restartAt: number,
  { cursor, entryAt, at }: { cursor: ClockCursor; entryAt: number; at: number },
): Bucket {
  const first = cursor.dayAt(entryAt, restartAt).day;
  const { day, endAt } = cursor.dayAt(at, restartAt);
  const from = day === first ? entryAt : cursor.instantOf(day, restartAt);
  const passed = Math.floor((at - from) / lengthMs);
  const windowsADay = windowsInDay(lengthMs);
  return { index: (day - first) * windowsADay + passed + 1, endAt: Math.min(from + (passed + 1) * lengthMs, endAt) };
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

/** Windows of the first day are counted from entry, so no later day is like it: their numbers tell them apart. */
function firstDayBuckets(cap: Cap): number {
  return cap.scope === "rolling" && cap.restartAt !== undefined ? windowsInDay(cap.minutes * MINUTE_MS) + 1 : 0;
}

/** A local day has at most 25 h, so windows of different days never share a number. */
function windowsInDay(lengthMs: number): number {
  return Math.ceil((25 * 60 * MINUTE_MS) / lengthMs);
}

function isDaily(cap: Cap, minutes: number): boolean {
  if (cap.scope === "rolling") return DAY_MINUTES % minutes === 0 || cap.restartAt !== undefined;
  return cap.scope === "period" || cap.scope === "calendarDay";
}
