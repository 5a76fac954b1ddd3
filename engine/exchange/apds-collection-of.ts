import type { Period } from "../model/calendar.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { RateLine, RateLineCollection, RateTable, Tariff } from "../model/rate-table.ts";
import { numberOfPrice } from "./amount-of-number.ts";
import { clockText, isoDuration } from "./elapsed-time.ts";
import type { ExchangeNotes } from "./exchange-notes.ts";
import { linesWithFreeTime } from "./lines-with-free-time.ts";

type Path = Diagnostic["path"];
type Whole = { table: RateTable; tablePath: Path };
type Context = {
  path: Path;
  /** The table, where the collection is all of it. */
  whole: Whole | undefined;
  validStart: string;
  tariff: Tariff;
  digits: number;
  notes: ExchangeNotes;
};

/** What the standard calls a rate line collection, and the periods that stay for its right specification. */
export function apdsCollectionOf(
  collection: RateLineCollection,
  context: Context,
): { source: object; periods: Period[] | undefined } {
  const { tariff, digits, path, validStart, notes } = context;
  const daily = dailyReset(collection);
  const periods = daily === undefined ? collection.periods : undefined;
  const isWindowed = periods !== undefined;
  if (isWindowed && (collection.durationBasis ?? "period") !== "period") {
    notes.lost([...path, "durationBasis"], "durationBasis");
  }
  const { resetTime } = collection;
  const reset = daily === undefined ? isoDuration(resetTime ?? 0) : clockText(daily);
  const least = leastOf(collection, context, { isWindowed, isReset: daily !== undefined || resetTime !== undefined });
  const most = mostOf(collection, context, { isWindowed: isWindowed || daily !== undefined });
  const lines = freeTimeIn(collection, context);
  const source = {
    applicableCurrency: tariff.currency,
    collectionSequence: 1,
    minTime: isoDuration(0),
    maxTime: "P366D",
    ...(least !== undefined && { minValueCollection: numberOfPrice({ value: least }, digits) }),
    ...(most !== undefined && { maxValueCollection: numberOfPrice({ value: most }, digits) }),
    relativeTimes: false,
    resetTime: reset,
    taxIncluded: tariff.tax?.mode !== "excluded",
    ...(tariff.tax && { taxRate: tariff.tax.rate / 100 }),
    validStart,
    rateLines: rateLinesOf(lines, [...path, "rateLines"], context),
  };
  return { source, periods };
}

/** A window from a time of the day to the same time of the next is what the standard calls a reset at that time. */
function dailyReset({ periods = [], resetTime, durationBasis }: RateLineCollection): number | undefined {
  const [only, ...others] = periods;
  if (only === undefined || others.length > 0 || Object.keys(only).length !== 2) return undefined;
  if (resetTime !== undefined || durationBasis !== undefined) return undefined;
  return only.timeOfDayStart === only.timeOfDayEnd ? only.timeOfDayStart : undefined;
}

function leastOf(
  { minValueCollection }: RateLineCollection,
  { whole, notes }: Context,
  { isWindowed, isReset }: { isWindowed: boolean; isReset: boolean },
): number | undefined {
  if (whole?.table.minimumCharge === undefined) return minValueCollection;
  const { minimumCharge, caps = [] } = whole.table;
  // A table's minimum is on what its limits have left of a stay.
  if (minValueCollection === undefined && !isWindowed && !isReset && caps.length === 0) return minimumCharge;
  notes.lost([...whole.tablePath, "minimumCharge"], "minimumCharge");
  return minValueCollection;
}

/** The standard has one limit for each collection: on its sum until the count begins anew. */
function mostOf(
  { caps = [], resetTime }: RateLineCollection,
  { whole, path, notes }: Context,
  { isWindowed }: { isWindowed: boolean },
): number | undefined {
  const own = caps.map((cap, index) => ({ cap, at: [...path, "caps", index] }));
  const { table, tablePath = [] } = whole ?? {};
  const ofTable = (table?.caps ?? []).map((cap, index) => ({ cap, at: [...tablePath, "caps", index] }));
  let most: number | undefined;
  for (const { cap, at } of [...own, ...ofTable]) {
    const isRound = cap.scope === "rolling" && cap.minutes === resetTime && !cap.endsAt && !cap.index;
    const isSame = isWindowed
      ? cap.scope === "period"
      : isRound || (cap.scope === "perStay" && resetTime === undefined);
    if (isSame && most === undefined && cap.amount > 0) most = cap.amount;
    else notes.lost(at, cap.scope);
  }
  return most;
}

function freeTimeIn(collection: RateLineCollection, { whole, notes }: Context): readonly RateLine[] {
  if (whole?.table.freePeriod === undefined) return collection.rateLines;
  const free = whole.table.freePeriod;
  const isPlain = collection.periods === undefined && collection.resetTime === undefined && free.limit === undefined;
  if (isPlain && collection.rateLines.every((line) => roundingOf(line) === "up")) {
    return linesWithFreeTime(collection.rateLines, free);
  }
  notes.lost([...whole.tablePath, "freePeriod"], "freePeriod");
  return collection.rateLines;
}

function rateLinesOf(lines: readonly RateLine[], path: Path, { digits, notes }: Context): object[] {
  let reached = 0;
  const found = lines.map((line, index) => {
    const price = { sequence: index + 1, rateLineType: line.rateLineType, value: numberOfPrice(line, digits) };
    if (line.rateLineType === "flatRate") return { ...price, durationStart: isoDuration(line.durationStart) };
    const { durationEnd } = line;
    const end = durationEnd === undefined ? {} : { durationEnd: isoDuration(durationEnd) };
    const isTier = line.rateLineType === "flatRateTier";
    const unit = isTier ? durationEnd : line.incrementPeriod;
    if (unit !== undefined) notes.warningOnce("exchange.unitBoundary", [...path, index], { minutes: unit });
    if (isTier) {
      const start = reached;
      reached = durationEnd ?? reached;
      return { ...price, durationStart: isoDuration(start), ...end };
    }
    if (roundingOf(line) !== "up") notes.lost([...path, index, "roundingMode"], roundingOf(line));
    const incrementPeriod = isoDuration(line.incrementPeriod);
    return { ...price, durationStart: isoDuration(line.durationStart), ...end, incrementPeriod };
  });
  return found.length > 0 ? found : [{ sequence: 1, rateLineType: "flatRate", value: 0 }];
}

function roundingOf(line: RateLine): string {
  return line.rateLineType === "incrementingRate" ? (line.roundingMode ?? "up") : "up";
}
