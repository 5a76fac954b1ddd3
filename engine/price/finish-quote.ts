import type { PreparedTariff } from "./prepare-tariff.ts";
import type { TablePrice } from "./price-table.ts";
import type { FeeLine, Quote, ScaledLine } from "./quote.ts";
import { QuoteError } from "./quote-error.ts";
import type { Stay } from "./stay.ts";

/** Adds what does not depend on time, and brings every amount to whole minor units. */
export function finishQuote(tariff: PreparedTariff, stay: Stay, price: TablePrice): Quote {
  const { scale, source } = tariff;
  const { id, version } = price.table.source;
  const scaled = [...price.lines, ...surcharges(tariff, stay)];
  const exact = scaled.reduce((sum, line) => sum + line.amount, 0);
  if (!Number.isSafeInteger(exact)) throw new QuoteError("fee.tooLarge", [], "the fee is too large to be counted");

  const lines = scaled.map((line): FeeLine => {
    const { amount, ...rest } = line;
    return { ...rest, rateTableId: id, amountMinor: roundHalfUp(amount, scale) };
  });
  const feeMinor = roundHalfUp(exact, scale);
  const difference = feeMinor - lines.reduce((sum, line) => sum + line.amountMinor, 0);
  if (difference !== 0) lines.push({ kind: "rounding", rateTableId: id, amountMinor: difference });
  return { feeMinor, currency: source.currency, rateTable: { id, version }, lines };
}

function surcharges({ source, scale }: PreparedTariff, stay: Stay): ScaledLine[] {
  if (!stay.lostCredential || source.lostCredential === undefined) return [];
  const amount = source.lostCredential.surcharge * scale;
  return [{ kind: "surcharge", amount, params: { reason: "lostCredential" } }];
}

/** To whole minor units; halves go up. */
function roundHalfUp(scaled: number, scale: number): number {
  return scale === 1 ? scaled : Math.floor(scaled / scale + 0.5);
}
