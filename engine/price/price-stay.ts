import { ClockRangeError } from "../model/clock-table.ts";
import { DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import { chooseTables } from "./choose-tables.ts";
import { ClockCursor } from "./clock-cursor.ts";
import { finishQuote } from "./finish-quote.ts";
import type { PreparedTariff } from "./prepare-tariff.ts";
import { priceTable, type TablePrice } from "./price-table.ts";
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
    return priceWithin(tariff, { ...stay, exitAt: pricedExit(tariff, stay) });
  } catch (error) {
    if (!(error instanceof ClockRangeError)) throw error;
    const path = error.instant === stay.entryAt ? ["entryAt"] : ["exitAt"];
    throw new QuoteError("stay.outsideClock", path, error.message, { cause: error });
  }
}

function priceWithin(tariff: PreparedTariff, stay: Stay): Quote {
  const cursor = new ClockCursor(tariff.clock);
  const freeMs = validatedMs(tariff, stay);
  const prices = chooseTables(tariff, stay, cursor).map((table) => priceTable(table, stay, { cursor, freeMs }));
  return finishQuote(tariff, stay, prices.reduce(cheaper));
}

/** Inside the exit grace the fee stays what it was at payment. */
function pricedExit(tariff: PreparedTariff, { exitAt, paidAt }: Stay): number {
  const graceMs = (tariff.source.exitGraceMinutes ?? 0) * MINUTE_MS;
  return paidAt !== undefined && paidAt <= exitAt && exitAt <= paidAt + graceMs ? paidAt : exitAt;
}

function validatedMs(tariff: PreparedTariff, stay: Stay): number {
  let minutes = 0;
  for (const type of stay.validations ?? []) minutes += tariff.validations.get(type)?.effect.minutes ?? 0;
  return minutes * MINUTE_MS;
}

function cheaper(best: TablePrice, next: TablePrice): TablePrice {
  return next.total < best.total ? next : best;
}
