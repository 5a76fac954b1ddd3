import type { PreparedTariff } from "./prepare-tariff.ts";
import type { TimePrice } from "./price-time.ts";
import type { FeeLine, Quote, QuoteNotice, ScaledLine } from "./quote.ts";
import { QuoteError } from "./quote-error.ts";
import { shareOf } from "./share-of.ts";

type Finishing = { time: TimePrice; extras: readonly ScaledLine[]; notices: QuoteNotice[]; paidMinor: number };

/** Adds what does not depend on time (`extras`), brings every amount to whole minor units, adds tax and rounds the total. */
export function finishQuote(tariff: PreparedTariff, { time, extras, notices, paidMinor }: Finishing): Quote {
  const { scale, source } = tariff;
  const { id, version } = time.table.source;
  const scaled = [...time.lines, ...extras];
  const exact = scaled.reduce((sum, line) => sum + line.amount, 0);
  if (!Number.isSafeInteger(exact)) throw new QuoteError("fee.tooLarge", [], "the fee is too large to be counted");

  const lines = scaled.map((line): FeeLine => toMinor(line, id, scale));
  let feeMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const raiseTo = (amountMinor: number, line: Pick<FeeLine, "kind" | "params">) => {
    if (amountMinor !== feeMinor) lines.push({ ...line, rateTableId: id, amountMinor: amountMinor - feeMinor });
    feeMinor = amountMinor;
  };
  raiseTo(roundHalfUp(exact, scale), { kind: "rounding" });
  if (source.tax) {
    const { mode, rate } = source.tax;
    const params = { rateBasisPoints: rate };
    if (mode === "excluded") raiseTo(feeMinor + shareOf(feeMinor, rate), { kind: "tax", params });
    else
      lines.push({
        kind: "tax",
        rateTableId: id,
        amountMinor: 0,
        params: { ...params, includedMinor: taxIn(feeMinor, rate) },
      });
  }
  if (source.roundTotal) raiseTo(roundTo(feeMinor, source.roundTotal), { kind: "rounding" });
  const dueMinor = Math.max(0, feeMinor - paidMinor);
  const noticed = notices.length > 0 ? { notices } : {};
  return { feeMinor, paidMinor, dueMinor, currency: source.currency, rateTable: { id, version }, lines, ...noticed };
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
