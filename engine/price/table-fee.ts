import { DAY_MS } from "../model/local-time.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { makeCurves, priceAfter, withMinimum } from "./elapsed-curve.ts";
import { feeOfOnePiece } from "./fee-of-one-piece.ts";
import { foldDays } from "./fold-days.ts";
import { grantedFreeMs } from "./free-period.ts";
import type { PreparedTable } from "./prepare-table.ts";
import type { Stay } from "./stay.ts";
import { beginMeter } from "./time-meter.ts";
import type { TimeSpans } from "./time-spans.ts";

/** Shorter stays are walked sooner than their days are compared. */
const FOLDED_DAYS_MIN = 4;

/** Longer ones seldom lie in one period, and asking would be for nothing. */
const ONE_PIECE_MAX_MS = DAY_MS / 2;

const NO_GAPS: TimeSpans = [];

/** What one table asks for the time of a plain stay: the total of `priceTable`, without lines. Scaled. */
export function tableFee(table: PreparedTable, stay: Stay, cursor: ClockCursor): number {
  const lengthMs = stay.exitAt - stay.entryAt;
  const freeMs = grantedFreeMs(table, stay, cursor);
  const { curves } = table;
  const curve = freeMs === table.freePeriodMs ? curves.granted : curves.refused;
  if (curve !== undefined) return priceAfter(curve, lengthMs);
  if (table.pricesByLength && !curves.areMade) {
    makeCurves(table, cursor);
    return tableFee(table, stay, cursor);
  }
  if (freeMs > 0 && lengthMs <= freeMs) return 0;
  const from = table.subtractsFree ? stay.entryAt + freeMs : stay.entryAt;
  const short = stay.exitAt - from <= ONE_PIECE_MAX_MS ? feeOfOnePiece(table, stay, from, cursor) : undefined;
  return withMinimum(table, short ?? metered(table, stay, from, cursor));
}

function metered(table: PreparedTable, stay: Stay, from: number, cursor: ClockCursor): number {
  const meter = beginMeter(table, { stay, from, to: stay.exitAt, gaps: NO_GAPS }, cursor, "fee");
  if (table.leaps || stay.exitAt - from < FOLDED_DAYS_MIN * DAY_MS) meter.advanceTo(stay.exitAt);
  else foldDays(meter, stay.exitAt);
  return meter.total;
}
