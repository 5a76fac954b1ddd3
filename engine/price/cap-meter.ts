import type { ClockCursor } from "./clock-cursor.ts";
import type { PreparedCap } from "./prepared-cap.ts";
import type { ScaledLine } from "./quote.ts";

/** A cap while a stay is metered: what fell into its present bucket, and what it took off. */
export type CapMeter = {
  readonly cap: PreparedCap;
  /** Name of the collection whose cap it is. */
  readonly label: string | undefined;
  /** The present bucket: its number from entry (from 1, where the cap counts its buckets) and its end. */
  index: number;
  endAt: number;
  on: boolean;
  raw: number;
  takenOff: number;
  times: number;
  fromAt: number;
  toAt: number;
};

export function makeCapMeter(cap: PreparedCap, label: string | undefined): CapMeter {
  const endAt = Number.NEGATIVE_INFINITY;
  return { cap, label, index: 0, endAt, on: true, raw: 0, takenOff: 0, times: 0, fromAt: 0, toAt: 0 };
}

/** Makes the meter ready for another stay. */
export function resetCapMeter(meter: CapMeter): void {
  const { isEndless } = meter.cap;
  meter.index = isEndless ? 1 : 0;
  meter.endAt = isEndless ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  meter.on = true;
  meter.raw = 0;
  meter.takenOff = 0;
  meter.times = 0;
  // Repeated days ask whether a day moved it: the end that another stay left there might look like this one's.
  meter.toAt = 0;
}

/** Moves the meter to the bucket that holds `at`: the one after it once `at` is no longer before its end. */
export function moveToBucket(meter: CapMeter, cursor: ClockCursor, entryAt: number, at: number): void {
  const { cap } = meter;
  switch (cap.scope) {
    case "rolling": {
      const passed = Math.floor((at - entryAt) / cap.lengthMs);
      meter.index = passed + 1;
      meter.endAt = entryAt + (passed + 1) * cap.lengthMs;
      if (cap.endsAt === -1) break;
      const nights = cursor.moveToDay(at, cap.endsAt);
      meter.endAt = Math.min(meter.endAt, cursor.dayEndAt);
      meter.index += nights - cursor.moveToDay(entryAt, cap.endsAt);
      break;
    }
    case "calendarDay":
      meter.index = cap.countsBuckets ? 1 - cursor.moveToDay(entryAt, cap.resetAt) : 1;
      if (cap.countsBuckets) meter.index += cursor.moveToDay(at, cap.resetAt);
      else cursor.moveToDay(at, cap.resetAt);
      meter.endAt = cursor.dayEndAt;
      break;
    case "calendarWeek": {
      const first = cap.countsBuckets ? weekOf(cursor.moveToDay(entryAt, cap.resetAt)) : 0;
      const week = weekOf(cursor.moveToDay(at, cap.resetAt));
      meter.index = cap.countsBuckets ? week - first + 1 : 1;
      meter.endAt = cursor.instantOf((week + 1) * 7 - 3, cap.resetAt);
      break;
    }
    case "perStay":
    case "period":
      return;
  }
  meter.on = meter.index >= cap.fromIndex && meter.index <= cap.toIndex;
}

/** Weeks from Monday: day 0 was a Thursday. */
function weekOf(day: number): number {
  return Math.floor((day + 3) / 7);
}

/** What of `amount` the cap lets through. */
export function passCap(meter: CapMeter, amount: number, fromAt: number, toAt: number): number {
  if (!meter.on) return amount;
  const limit = meter.cap.amount;
  const before = meter.raw;
  meter.raw += amount;
  const left = Math.min(meter.raw, limit) - Math.min(before, limit);
  if (left !== amount) {
    if (meter.takenOff === 0) meter.fromAt = fromAt;
    if (before <= limit) meter.times += 1;
    meter.takenOff += amount - left;
    meter.toAt = toAt;
  }
  return left;
}

/** Takes out the line of what the cap took off. */
export function takeCapLine(meter: CapMeter, into: ScaledLine[]): void {
  const { cap, label, takenOff, times, fromAt, toAt } = meter;
  meter.takenOff = 0;
  meter.times = 0;
  if (takenOff === 0) return;
  into.push({
    kind: "cap",
    fromAt,
    toAt,
    ...(label !== undefined && { label }),
    ...(times > 1 && { times }),
    amount: -takenOff,
    params: {
      scope: cap.source.scope,
      limitMinor: cap.source.amount,
      ...(cap.source.scope === "rolling" && { minutes: cap.source.minutes }),
    },
  });
}
