import type { ClockCursor } from "./clock-cursor.ts";
import { bucketAt, type PreparedCap } from "./prepared-cap.ts";
import type { ScaledLine } from "./quote.ts";

/** A cap while a stay is metered: what fell into its present bucket, and what it took off. */
export type CapMeter = {
  cap: PreparedCap;
  /** Name of the collection whose cap it is. */
  label: string | undefined;
  index: number;
  endAt: number;
  on: boolean;
  raw: number;
  takenOff: number;
  times: number;
  fromAt: number;
  toAt: number;
};

export function makeCapMeter(cap: PreparedCap, label?: string): CapMeter {
  const endAt = Number.NEGATIVE_INFINITY;
  return { cap, label, index: 0, endAt, on: true, raw: 0, takenOff: 0, times: 0, fromAt: 0, toAt: 0 };
}

/** Moves the meter to the bucket that holds `at`: the one after it once `at` is no longer before its end. */
export function moveToBucket(meter: CapMeter, cursor: ClockCursor, entryAt: number, at: number): void {
  const { index, endAt } = bucketAt(meter.cap, cursor, entryAt, at);
  meter.index = index;
  meter.endAt = endAt;
  meter.on = index >= meter.cap.fromIndex && index <= meter.cap.toIndex;
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
