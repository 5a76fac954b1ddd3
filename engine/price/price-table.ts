import { DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import type { FreeTime } from "./applied-validations.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { foldDays } from "./fold-days.ts";
import { isFreePeriodGranted } from "./free-period.ts";
import type { PreparedTable } from "./prepare-table.ts";
import type { ScaledLine } from "./quote.ts";
import type { Stay } from "./stay.ts";
import { TimeMeter } from "./time-meter.ts";

/** What one table asks for the time of a stay: scaled amounts, before discounts, surcharges and tax. */
export type TablePrice = { table: PreparedTable; total: number; lines: ScaledLine[]; steps: number };

/** No free time but the table's own. */
export const NO_FREE_TIME: FreeTime = { frontMs: 0, tailMs: 0, freePeriodMs: 0, noFree: false };

/** Stays longer than this are summed up by rate line; shorter ones show each occurrence. */
const ITEMISED_DAYS_MAX = 3;

/** Prices the time of a stay by one table. */
export function priceTable(
  table: PreparedTable,
  stay: Stay,
  { cursor, free }: { cursor: ClockCursor; free: FreeTime },
): TablePrice {
  const { entryAt, exitAt } = stay;
  const periodMs = freePeriodMs(table, stay, { cursor, free });
  const frontMs = free.frontMs + (table.freePeriod?.mode === "subtract" ? periodMs : 0);
  const from = entryAt + frontMs;
  const to = exitAt - free.tailMs;
  if (to <= from || exitAt - entryAt <= periodMs) {
    return { table, total: 0, lines: exitAt > entryAt ? [freeLine(entryAt, exitAt)] : [], steps: 0 };
  }
  const itemised = to - from <= ITEMISED_DAYS_MAX * DAY_MS;
  const meter = new TimeMeter(table, { stay, from, to }, { cursor, itemised });
  if (from > entryAt) meter.lines.push(freeLine(entryAt, from));
  if (itemised) meter.advanceTo(to);
  else foldDays(meter, to);
  meter.finish();
  const { lines, steps, total } = meter;
  if (to < exitAt) lines.push(freeLine(to, exitAt));
  const { minimumCharge } = table;
  if (total <= 0 || total >= minimumCharge) return { table, total, lines, steps };
  lines.push({ kind: "minimum", amount: minimumCharge - total, params: { scope: "perStay" } });
  return { table, total: minimumCharge, lines, steps };
}

function freePeriodMs(
  { freePeriod }: PreparedTable,
  stay: Stay,
  { cursor, free }: { cursor: ClockCursor; free: FreeTime },
): number {
  const granted = freePeriod !== undefined && !free.noFree && isFreePeriodGranted(freePeriod, stay, cursor);
  return Math.max(free.freePeriodMs, granted ? freePeriod.minutes * MINUTE_MS : 0);
}

function freeLine(fromAt: number, toAt: number): ScaledLine {
  return { kind: "free", fromAt, toAt, amount: 0 };
}
