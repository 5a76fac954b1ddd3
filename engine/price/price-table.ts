import { DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { foldDays } from "./fold-days.ts";
import { isFreePeriodGranted } from "./free-period.ts";
import type { PreparedTable } from "./prepare-table.ts";
import type { ScaledLine } from "./quote.ts";
import type { Stay } from "./stay.ts";
import { TimeMeter } from "./time-meter.ts";

/** What one table asks for the time of a stay: scaled amounts, before discounts, surcharges and tax. */
export type TablePrice = { table: PreparedTable; total: number; lines: ScaledLine[]; steps: number };

/** Stays longer than this are summed up by rate line; shorter ones show each occurrence. */
const ITEMISED_DAYS_MAX = 3;

/** Prices the time of a stay by one table. `freeMs` is free time from validations, at the front. */
export function priceTable(
  table: PreparedTable,
  stay: Stay,
  { cursor, freeMs }: { cursor: ClockCursor; freeMs: number },
): TablePrice {
  const { entryAt, exitAt } = stay;
  const { freePeriod, minimumCharge } = table;
  const granted = freePeriod && isFreePeriodGranted(freePeriod, stay, cursor) ? freePeriod.minutes * MINUTE_MS : 0;
  const frontMs = freeMs + (freePeriod?.mode === "subtract" ? granted : 0);
  if (exitAt - entryAt <= Math.max(frontMs, granted)) {
    return { table, total: 0, lines: exitAt > entryAt ? [freeLine(entryAt, exitAt)] : [], steps: 0 };
  }
  const from = entryAt + frontMs;
  const itemised = exitAt - from <= ITEMISED_DAYS_MAX * DAY_MS;
  const meter = new TimeMeter(table, { entryAt, from, to: exitAt }, { cursor, itemised });
  if (from > entryAt) meter.lines.push(freeLine(entryAt, from));
  if (itemised) meter.advanceTo(exitAt);
  else foldDays(meter, exitAt);
  meter.finish();
  const { lines, steps } = meter;
  if (meter.total <= 0 || meter.total >= minimumCharge) return { table, total: meter.total, lines, steps };
  lines.push({ kind: "minimum", amount: minimumCharge - meter.total, params: { scope: "perStay" } });
  return { table, total: minimumCharge, lines, steps };
}

function freeLine(fromAt: number, toAt: number): ScaledLine {
  return { kind: "free", fromAt, toAt, amount: 0 };
}
