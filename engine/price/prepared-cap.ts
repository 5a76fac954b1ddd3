import type { Cap } from "../model/cap.ts";
import { DAY_MINUTES, DAY_MS, MINUTE_MS } from "../model/local-time.ts";

/** A cap ready to price; `amount` is scaled. */
export type PreparedCap = {
  source: Cap;
  scope: Cap["scope"];
  amount: number;
  resetAt: number;
  lengthMs: number;
  /** It has one bucket, without end. */
  isEndless: boolean;
  /** A bucket of a rolling cap ends at this minute of each day too; -1: it does not. */
  endsAt: number;
  fromIndex: number;
  toIndex: number;
  /** It matters which bucket from entry it is. */
  countsBuckets: boolean;
  /** What earlier visits paid on the first day counts. */
  acrossVisits: boolean;
  /** Index from which on nothing changes any more. */
  steadyIndex: number;
  /** Its buckets lie alike on each day counted from entry, so that equal days stay equal. */
  daily: boolean;
  /** Its buckets are longer than a day. */
  long: boolean;
};

export function prepareCap(source: Cap, scale: number): PreparedCap {
  const index = "index" in source ? source.index : undefined;
  const minutes = lengthMinutes(source);
  const acrossVisits = source.scope === "calendarDay" && source.acrossVisits === true;
  return {
    source,
    scope: source.scope,
    amount: source.amount * scale,
    resetAt: ("resetAt" in source && source.resetAt) || 0,
    lengthMs: minutes * MINUTE_MS,
    isEndless: source.scope === "perStay" || source.scope === "period",
    endsAt: (source.scope === "rolling" ? source.endsAt : undefined) ?? -1,
    fromIndex: index?.from ?? 1,
    toIndex: index?.to ?? Number.POSITIVE_INFINITY,
    countsBuckets: index !== undefined || acrossVisits,
    acrossVisits,
    steadyIndex: index === undefined ? 0 : (index.to ?? index.from - 1) + 1,
    daily: isDaily(source, minutes),
    long: minutes > DAY_MINUTES,
  };
}

/** The clock on the wall has no say in where its buckets lie. */
export function isByLength({ scope, endsAt }: PreparedCap): boolean {
  return scope !== "calendarDay" && scope !== "calendarWeek" && endsAt === -1;
}

/** Caps on shorter buckets come first, so that longer ones limit what is left. */
export function byLength(a: PreparedCap, b: PreparedCap): number {
  return a.lengthMs - b.lengthMs;
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
