import { DAY_MS } from "../model/local-time.ts";
import type { FreeTime } from "./applied-validations.ts";
import { type VersionPiece, versionPieces } from "./choose-tables.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { wholeStay } from "./covered-time.ts";
import { foldDays } from "./fold-days.ts";
import { grantedFreeMs } from "./free-period.ts";
import type { PreparedTable } from "./prepare-table.ts";
import type { ScaledLine } from "./quote.ts";
import type { Stay } from "./stay.ts";
import { beginMeter } from "./time-meter.ts";
import { lengthMsOf, type TimeSpans, without, withoutFront, withoutTail } from "./time-spans.ts";

/** What one table asks for the time of a stay: scaled amounts, before discounts, surcharges and tax. */
export type TablePrice = { table: PreparedTable; total: number; lines: ScaledLine[]; steps: number };

/** No free time but the table's own. */
export const NO_FREE_TIME: FreeTime = { frontMs: 0, untilAt: 0, tailMs: 0, freePeriodMs: 0, noFree: false };

/** Stays longer than this are summed up by rate line; shorter ones show each occurrence. */
const ITEMISED_DAYS_MAX = 3;

const NO_TIME: TimeSpans = [];

type Options = {
  cursor: ClockCursor;
  free: FreeTime;
  /** The time that the table prices; by default the whole stay. */
  spans?: TimeSpans;
  /** The table's versions, where each prices its own days of the stay. */
  versions?: readonly PreparedTable[] | undefined;
};

/** Prices the time of a stay by one table. */
export function priceTable(table: PreparedTable, stay: Stay, options: Options): TablePrice {
  const { cursor, versions } = options;
  const spans = options.spans ?? wholeStay(stay);
  const paid = paidTime(table, stay, spans, options);
  const price: TablePrice = { table, total: 0, lines: [], steps: 0 };
  const free = paid === spans ? NO_TIME : without(spans, paid);
  const paidFrom = paid[0]?.fromAt ?? Number.POSITIVE_INFINITY;
  for (const span of free) if (span.fromAt < paidFrom) price.lines.push(freeLine(span));
  if (versions === undefined) addTime(price, { table, spans: paid }, stay, cursor);
  else for (const piece of versionPieces(versions, table, { spans: paid, cursor })) addTime(price, piece, stay, cursor);
  for (const span of free) if (span.fromAt > paidFrom) price.lines.push(freeLine(span));
  const { minimumCharge } = table;
  if (price.total <= 0 || price.total >= minimumCharge) return price;
  price.lines.push({ kind: "minimum", amount: minimumCharge - price.total, params: { scope: "perStay" } });
  price.total = minimumCharge;
  return price;
}

/** The time that is left after everything that is free at its front and its tail. */
function paidTime(table: PreparedTable, stay: Stay, spans: TimeSpans, { cursor, free }: Options): TimeSpans {
  const periodMs = Math.max(free.freePeriodMs, free.noFree ? 0 : grantedFreeMs(table, stay, cursor));
  if (periodMs > 0 && lengthMsOf(spans) <= periodMs) return NO_TIME;
  if (free.frontMs === 0 && free.untilAt === 0 && free.tailMs === 0 && !table.subtractsFree) return spans;
  const front = withoutFront(spans, free.frontMs);
  const until = free.untilAt > stay.entryAt ? without(spans, [{ fromAt: stay.entryAt, toAt: free.untilAt }]) : spans;
  const later = lengthMsOf(until) < lengthMsOf(front) ? until : front;
  const subtracted = table.subtractsFree ? withoutFront(later, periodMs) : later;
  return withoutTail(subtracted, free.tailMs);
}

/** Meters paid time. The table's own meter is free again once its lines are taken: nothing here waits. */
function addTime(price: TablePrice, { table, spans }: VersionPiece, stay: Stay, cursor: ClockCursor): void {
  if (spans.length === 0) return;
  const from = spans[0]!.fromAt;
  const to = spans[spans.length - 1]!.toAt;
  const itemised = to - from <= ITEMISED_DAYS_MAX * DAY_MS;
  const gaps = spans.length === 1 ? NO_TIME : without([{ fromAt: from, toAt: to }], spans);
  const meter = beginMeter(table, { stay, from, to, gaps }, cursor, itemised ? "itemised" : "summed");
  if (itemised) meter.advanceTo(to);
  else foldDays(meter, to);
  meter.finish();
  if (price.lines.length === 0) price.lines = meter.lines;
  else for (const line of meter.lines) price.lines.push(line);
  price.total += meter.total;
  price.steps += meter.steps;
}

function freeLine({ fromAt, toAt }: { fromAt: number; toAt: number }): ScaledLine {
  return { kind: "free", fromAt, toAt, amount: 0 };
}
