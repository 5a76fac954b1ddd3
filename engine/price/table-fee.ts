import { DAY_MS } from "../model/local-time.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { type ElapsedCurve, makeElapsedCurve, totalAfter } from "./elapsed-curve.ts";
import { foldDays } from "./fold-days.ts";
import { grantedFreeMs } from "./free-period.ts";
import type { PreparedTable } from "./prepare-table.ts";
import type { Stay } from "./stay.ts";
import { beginMeter } from "./time-meter.ts";
import type { TimeSpans } from "./time-spans.ts";

/** Shorter stays are walked sooner than their days are compared. */
const FOLDED_DAYS_MIN = 4;

const NO_GAPS: TimeSpans = [];

/** What one table asks for the time of a plain stay: the total of `priceTable`, without lines. Scaled. */
export function tableFee(table: PreparedTable, stay: Stay, cursor: ClockCursor): number {
  const { entryAt, exitAt } = stay;
  const freeMs = grantedFreeMs(table, stay, cursor);
  if (freeMs > 0 && exitAt - entryAt <= freeMs) return 0;
  const from = table.subtractsFree ? entryAt + freeMs : entryAt;
  const curve = table.priceByLength ? curveOf(table, from - entryAt, cursor) : undefined;
  const total = curve === undefined ? metered(table, stay, from, cursor) : totalAfter(curve, exitAt - from);
  return total <= 0 || total >= table.minimumCharge ? total : table.minimumCharge;
}

/** Made when it is first asked for; for paid time that begins at entry, or after the free period. */
function curveOf(table: PreparedTable, leadMs: number, cursor: ClockCursor): ElapsedCurve | undefined {
  const { curves } = table;
  for (let i = 0; i < curves.length; i += 1) if (curves[i]!.leadMs === leadMs) return curves[i]!.curve;
  const curve = makeElapsedCurve(table, leadMs, cursor);
  curves.push({ leadMs, curve });
  return curve;
}

function metered(table: PreparedTable, stay: Stay, from: number, cursor: ClockCursor): number {
  const meter = beginMeter(table, { stay, from, to: stay.exitAt, gaps: NO_GAPS }, { cursor, detail: "fee" });
  if (table.leaps || stay.exitAt - from < FOLDED_DAYS_MIN * DAY_MS) meter.advanceTo(stay.exitAt);
  else foldDays(meter, stay.exitAt);
  return meter.total;
}
