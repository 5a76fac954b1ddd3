import type { Period } from "../model/calendar.ts";
import type { Cap } from "../model/cap.ts";
import type { ClockTable } from "../model/clock-table.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { DAY_MINUTES } from "../model/local-time.ts";
import type { RateLineCollection } from "../model/rate-table.ts";
import { wholeAmountOfNumber } from "./amount-of-number.ts";
import type { ApdsCollection, ApdsRateTable } from "./apds-document.ts";
import { apdsLines } from "./apds-lines.ts";
import { rangeOf } from "./apds-periods.ts";
import { elapsedMinutes, minuteOfDay } from "./elapsed-time.ts";
import type { ExchangeNotes } from "./exchange-notes.ts";

type Path = Diagnostic["path"];
/** Collections of the same dates; there is one at least. */
type Parts = [Part, ...Part[]];
type Group = { parts: Parts; periods: Period[] | undefined };
type Part = { source: ApdsCollection; path: Path };
export type ApdsContext = { digits: number; currency: string; clock: ClockTable; notes: ExchangeNotes };

/** When a table is used: its own periods, and the days on which it is valid. */
type When = { periods: Period[] | undefined; idPrefix: string };

/**
 * The collections of a rate table as collections of ours. Those of the same dates are one, since their durations all
 * count from the start of the session.
 */
export function apdsCollections(
  table: ApdsRateTable,
  path: Path,
  { periods, idPrefix, ...context }: When & ApdsContext,
): RateLineCollection[] {
  const groups = new Map<string, Group>();
  const parts = table.rateLineCollections.map((source, index) => ({
    source,
    path: [...path, "rateLineCollections", index],
  }));
  parts.sort((a, b) => (a.source.collectionSequence ?? 0) - (b.source.collectionSequence ?? 0));
  for (const part of parts) {
    if (!isUsable(part, context)) continue;
    const dated = withDates(periods, part, { table, ...context });
    const key = JSON.stringify(dated ?? null);
    const group = groups.get(key);
    if (group) group.parts.push(part);
    else groups.set(key, { parts: [part], periods: dated });
  }
  return [...groups.values()].map((group, index) => collectionOf(group, `${idPrefix}${index + 1}`, context));
}

function isUsable({ source, path }: Part, { currency, notes }: ApdsContext): boolean {
  if (source.applicableCurrency !== currency) {
    notes.error("apds.differs", [...path, "applicableCurrency"], { field: "applicableCurrency" });
    return false;
  }
  if (source.referenceTimeStart !== undefined) {
    notes.lost([...path, "referenceTimeStart"], "referenceTimeStart");
    return false;
  }
  if (source.relativeTimes) notes.leftOut([...path, "relativeTimes"], "relativeTimes");
  return true;
}

function withDates(
  periods: Period[] | undefined,
  { source, path }: Part,
  { table, ...context }: ApdsContext & { table: ApdsRateTable },
): Period[] | undefined {
  const from = source.validStart === table.validityStart ? undefined : source.validStart;
  const to = source.validEnd === table.validityEnd ? undefined : source.validEnd;
  const range = rangeOf([from, to], [...path, "validStart"], context);
  if (range === undefined) return periods;
  if (periods?.some(({ dateRanges }) => dateRanges !== undefined)) {
    context.notes.lost([...path, "validStart"], "validStart");
    return periods;
  }
  return (periods ?? [{}]).map((period) => ({ ...period, dateRanges: [range] }));
}

function collectionOf({ parts, periods }: Group, id: string, context: ApdsContext): RateLineCollection {
  const reset = resetOf(parts, context);
  const inForce = reset.daily === undefined ? periods : dailyPeriods(periods, reset.daily, parts, context);
  const limits = limitsOf(parts, { isWindowed: inForce !== undefined, resetTime: reset.every, ...context });
  const { lines, toMinutes } = apdsLines(parts, context);
  const [first] = parts;
  if (toMinutes < (reset.every ?? Number.POSITIVE_INFINITY) && reset.daily === undefined) {
    context.notes.warning("apds.beyondMaxTime", [...first.path, "maxTime"], { minutes: toMinutes });
  }
  return {
    id,
    ...(inForce && { periods: inForce }),
    ...(reset.every !== undefined && { resetTime: reset.every }),
    rateLines: lines,
    ...limits,
  };
}

/** A reset is a duration after which prices count anew, or a time of each day at which they do. */
function resetOf(parts: readonly Part[], { notes }: ApdsContext): { every?: number; daily?: number } {
  const [first, ...others] = parts.filter(({ source }) => source.resetTime !== undefined);
  const text = first?.source.resetTime;
  for (const { source, path } of others) {
    if (source.resetTime !== text) notes.error("apds.differs", [...path, "resetTime"], { field: "resetTime" });
  }
  if (first === undefined || !text) return {};
  if (!text.startsWith("P")) {
    const daily = minuteOfDay(text);
    if (daily === undefined) notes.error("exchange.time", [...first.path, "resetTime"], { value: text.slice(0, 60) });
    return daily === undefined ? {} : { daily: daily % DAY_MINUTES };
  }
  const every = elapsedMinutes(text, { path: [...first.path, "resetTime"], notes });
  return every === undefined || every === 0 || every === Number.POSITIVE_INFINITY ? {} : { every };
}

/** Windows are counted one by one, so a window from the reset to the next one is the reset. */
function dailyPeriods(periods: Period[] | undefined, daily: number, [first]: Parts, { notes }: ApdsContext): Period[] {
  return (periods ?? [{}]).map((period) => {
    const { timeOfDayStart: start, timeOfDayEnd: end } = period;
    if (start === undefined || end === undefined) return { ...period, timeOfDayStart: daily, timeOfDayEnd: daily };
    const cuts = end > start ? start < daily && daily < end : daily > start || daily < end;
    if (cuts) notes.lost([...first.path, "resetTime"], "resetTime");
    return period;
  });
}

function limitsOf(
  parts: Parts,
  { isWindowed, resetTime, digits, notes }: ApdsContext & { isWindowed: boolean; resetTime: number | undefined },
): Pick<RateLineCollection, "minValueCollection" | "caps"> {
  const [only] = parts;
  const limit = (name: "minValueCollection" | "maxValueCollection") => {
    for (const { source, path } of parts) {
      // A limit on a part of the stay is none on the whole of it, and one of nothing is how some write that there is none.
      const isNone = source[name] === 0 && name === "maxValueCollection";
      if (isNone || (source[name] && parts.length > 1)) notes.lost([...path, name], name);
    }
    const value = parts.length === 1 ? only.source[name] : undefined;
    return value ? wholeAmountOfNumber(value, { digits, path: [...only.path, name], notes }) : undefined;
  };
  const least = limit("minValueCollection");
  const most = limit("maxValueCollection");
  // In a window the limit is on the window, not on each round of its count.
  if (most !== undefined && isWindowed && resetTime !== undefined) notes.lost([...only.path, "resetTime"], "resetTime");
  return {
    ...(least !== undefined && { minValueCollection: least }),
    ...(most !== undefined && { caps: [capOf(most, { isWindowed, resetTime })] }),
  };
}

function capOf(amount: number, { isWindowed, resetTime }: { isWindowed: boolean; resetTime: number | undefined }): Cap {
  if (isWindowed) return { scope: "period", amount };
  return resetTime === undefined ? { scope: "perStay", amount } : { scope: "rolling", amount, minutes: resetTime };
}
