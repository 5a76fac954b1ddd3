import type { Tariff } from "../model/rate-table.ts";
import type { PreparedTariff } from "./prepare-tariff.ts";
import type { TimePrice } from "./price-time.ts";
import type { FeeLine, Quote, QuoteNotice, ScaledLine } from "./quote.ts";
import { QuoteError } from "./quote-error.ts";
import { shareOf } from "./share-of.ts";

type Finish = Pick<Tariff, "tax" | "roundTotal">;

type Finishing = { time: TimePrice; extras: readonly ScaledLine[]; notices: QuoteNotice[]; paidMinor: number };

/** Adds what does not depend on time (`extras`), brings every amount to whole minor units, adds tax and rounds the total. */
export function finishQuote(tariff: PreparedTariff, { time, extras, notices, paidMinor }: Finishing): Quote {
  const { scale, source } = tariff;
  const { id, version } = time.table.source;
  const lines: FeeLine[] = [];
  let exact = 0;
  let linesMinor = 0;
  for (const line of time.lines) {
    exact += line.amount;
    linesMinor += lines[lines.push(toMinor(line, id, scale)) - 1]!.amountMinor;
  }
  for (const line of extras) {
    exact += line.amount;
    linesMinor += lines[lines.push(toMinor(line, id, scale)) - 1]!.amountMinor;
  }
  const netMinor = netOf(exact, scale);
  if (netMinor !== linesMinor) lines.push({ kind: "rounding", rateTableId: id, amountMinor: netMinor - linesMinor });
  const taxedMinor = withTax(source, netMinor);
  if (source.tax) {
    const params = { rateBasisPoints: source.tax.rate };
    const included = source.tax.mode === "included" ? { includedMinor: taxIn(netMinor, source.tax.rate) } : undefined;
    if (included) lines.push({ kind: "tax", rateTableId: id, amountMinor: 0, params: { ...params, ...included } });
    else if (taxedMinor !== netMinor)
      lines.push({ kind: "tax", params, rateTableId: id, amountMinor: taxedMinor - netMinor });
  }
  const feeMinor = rounded(source, taxedMinor);
  if (feeMinor !== taxedMinor) lines.push({ kind: "rounding", rateTableId: id, amountMinor: feeMinor - taxedMinor });
  const dueMinor = Math.max(0, feeMinor - paidMinor);
  const quote: Quote = { feeMinor, paidMinor, dueMinor, currency: source.currency, rateTable: { id, version }, lines };
  if (notices.length > 0) quote.notices = notices;
  return quote;
}

/** The fee for an exact price of everything before tax: what `finishQuote` comes to, without its lines. */
export function finishFee({ scale, finish }: PreparedTariff, exact: number): number {
  if (finish.isSum && exact <= Number.MAX_SAFE_INTEGER) return exact;
  return rounded(finish, withTax(finish, netOf(exact, scale)));
}

function netOf(exact: number, scale: number): number {
  if (Number.isSafeInteger(exact)) return roundHalfUp(exact, scale);
  throw new QuoteError("fee.tooLarge", [], "the fee is too large to be counted");
}

function withTax({ tax }: Finish, netMinor: number): number {
  return tax?.mode === "excluded" ? netMinor + shareOf(netMinor, tax.rate) : netMinor;
}

function rounded({ roundTotal }: Finish, feeMinor: number): number {
  return roundTotal === undefined ? feeMinor : roundTo(feeMinor, roundTotal);
}

/** Field by field: a quote has many lines, and copying all but one field costs many times as much. */
function toMinor(from: ScaledLine, rateTableId: string, scale: number): FeeLine {
  const { kind, fromAt, toAt, rateLine, label, units, unitMinutes, unitPriceMinor, times, params } = from;
  const line: FeeLine = {
    kind,
    rateTableId: from.rateTableId ?? rateTableId,
    amountMinor: roundHalfUp(from.amount, scale),
  };
  if (fromAt !== undefined) line.fromAt = fromAt;
  if (toAt !== undefined) line.toAt = toAt;
  if (rateLine !== undefined) line.rateLine = rateLine;
  if (label !== undefined) line.label = label;
  if (units !== undefined) line.units = units;
  if (unitMinutes !== undefined) line.unitMinutes = unitMinutes;
  if (unitPriceMinor !== undefined) line.unitPriceMinor = unitPriceMinor;
  if (times !== undefined) line.times = times;
  if (params !== undefined) line.params = params;
  return line;
}

/** To whole minor units; halves go up. */
function roundHalfUp(scaled: number, scale: number): number {
  return scale === 1 ? scaled : Math.floor(scaled / scale + 0.5);
}

/** The tax that an amount holds: to the nearest minor unit. */
function taxIn(grossMinor: number, rate: number): number {
  return grossMinor - Math.floor((grossMinor * 10_000) / (10_000 + rate) + 0.5);
}

function roundTo(
  amountMinor: number,
  { increment, mode }: { increment: number; mode: "up" | "down" | "nearest" },
): number {
  const parts = amountMinor / increment;
  if (mode === "up") return Math.ceil(parts) * increment;
  return Math.floor(mode === "nearest" ? parts + 0.5 : parts) * increment;
}
