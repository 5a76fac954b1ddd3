import { caughtAs } from "../caught-as.ts";
import { ClockRangeError } from "../model/clock-table.ts";
import { DAY_MS } from "../model/local-time.ts";
import type { Tariff } from "../model/rate-table.ts";
import { chooseTables } from "./choose-tables.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { continuedStay } from "./continued-stay.ts";
import { uncoveredTime, wholeStay } from "./covered-time.ts";
import { extraLines } from "./extra-lines.ts";
import { finishQuote } from "./finish-quote.ts";
import type { PreparedTariff } from "./prepare-tariff.ts";
import { priceTime } from "./price-time.ts";
import type { Quote, QuoteNotice, ScaledLine } from "./quote.ts";
import { QuoteError } from "./quote-error.ts";
import { beyondMaxStay } from "./split-stay.ts";
import { STAY_DAYS_MAX, type Stay } from "./stay.ts";
import { isBackTooSoon, isTurnRound, withEntryCounts, withoutTurnRounds } from "./visit-history.ts";

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
    const { instant, message } = caughtAs(ClockRangeError, error);
    const path = instant === stay.entryAt ? ["entryAt"] : ["exitAt"];
    throw new QuoteError("stay.outsideClock", path, message, { cause: error });
  }
}

function price(tariff: PreparedTariff, recorded: Stay): Quote {
  const { source } = tariff;
  const { cursor } = tariff;
  const visit = withoutTurnRounds(source, recorded);
  if (isTurnRound(source, visit)) return turnRound(tariff, visit, cursor);
  const { stay: continued, paidMinor, noFree } = continuedStay(source.reEntry, visit);
  const stay = withEntryCounts(continued, cursor);
  const notices = noticesOf(source, visit, stay);
  const instead = notices.includes("returnedTooSoon") ? source.noReturn?.rateTable : undefined;
  const lost = visit.lostCredential ? source.lostCredential : undefined;
  const time =
    lost?.charge === "instead"
      ? { table: chooseTables(tariff, stay, cursor).tables[0]!, total: 0, lines: [] }
      : priceTime(tariff, stay, { cursor, noFree, instead });
  const extras = extraLines(tariff, stay, notices);
  return finishQuote(tariff, { time, extras, notices, paidMinor: paidMinor + (visit.paidMinor ?? 0) });
}

function noticesOf(source: Tariff, visit: Stay, stay: Stay): QuoteNotice[] {
  const notices: QuoteNotice[] = [];
  if (beyondMaxStay(source, stay).length > 0) notices.push("maxStayExceeded");
  if (isBackTooSoon(source, visit) && uncoveredTime(source.rightCoverage, visit).length > 0) {
    notices.push("returnedTooSoon");
  }
  return notices;
}

/** A visit that was none: nothing is owed, whatever else the tariff adds. */
function turnRound(tariff: PreparedTariff, stay: Stay, cursor: ClockCursor): Quote {
  const table = chooseTables(tariff, stay, cursor).tables[0]!;
  const lines = wholeStay(stay).map(
    (span): ScaledLine => ({ kind: "free", ...span, amount: 0, params: { reason: "turnRound" } }),
  );
  const time = { table, total: 0, lines };
  return finishQuote(tariff, { time, extras: [], notices: ["turnRound"], paidMinor: stay.paidMinor ?? 0 });
}
