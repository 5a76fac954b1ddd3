import { ClockRangeError } from "../model/clock-table.ts";
import { DAY_MS } from "../model/local-time.ts";
import { chooseTables } from "./choose-tables.ts";
import { ClockCursor } from "./clock-cursor.ts";
import { continuedStay } from "./continued-stay.ts";
import { finishQuote } from "./finish-quote.ts";
import type { PreparedTariff } from "./prepare-tariff.ts";
import { priceTime } from "./price-time.ts";
import type { Quote } from "./quote.ts";
import { QuoteError } from "./quote-error.ts";
import { STAY_DAYS_MAX, type Stay } from "./stay.ts";

/**
 * What a stay costs, before any earlier payment is taken off. The meaning of every part of a tariff is written down in
 * `docs/tariff-language.md`.
 *
 * Throws `QuoteError` when the stay ends before it begins, is longer than ten years, lies outside the clock table, or
 * when no rate table is for it.
 *
 * @example priceStay(prepareTariff(tariff, clock), { entryAt, exitAt, vehicleClass: "car" }).feeMinor
 */
export function priceStay(tariff: PreparedTariff, stay: Stay): Quote {
  if (stay.exitAt < stay.entryAt) {
    throw new QuoteError("stay.exitBeforeEntry", ["exitAt"], "the stay ends before it begins");
  }
  if (stay.exitAt - stay.entryAt > STAY_DAYS_MAX * DAY_MS) {
    throw new QuoteError("stay.tooLong", ["exitAt"], `a stay is at most ${STAY_DAYS_MAX} days`);
  }
  try {
    return price(tariff, stay);
  } catch (error) {
    if (!(error instanceof ClockRangeError)) throw error;
    const path = error.instant === stay.entryAt ? ["entryAt"] : ["exitAt"];
    throw new QuoteError("stay.outsideClock", path, error.message, { cause: error });
  }
}

function price(tariff: PreparedTariff, visit: Stay): Quote {
  const cursor = new ClockCursor(tariff.clock);
  const { stay, paidMinor, noFree } = continuedStay(tariff.source.reEntry, visit);
  const lost = visit.lostCredential ? tariff.source.lostCredential : undefined;
  const time =
    lost?.charge === "instead"
      ? { table: chooseTables(tariff, stay, cursor).tables[0]!, total: 0, lines: [] }
      : priceTime(tariff, stay, { cursor, noFree });
  return finishQuote(tariff, { stay, time, paidMinor: paidMinor + (visit.paidMinor ?? 0) });
}
