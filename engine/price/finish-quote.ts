import { isEligible } from "./eligible.ts";
import type { PreparedTariff } from "./prepare-tariff.ts";
import type { TimePrice } from "./price-time.ts";
import type { FeeLine, Quote, ScaledLine } from "./quote.ts";
import { QuoteError } from "./quote-error.ts";
import { shareOf } from "./share-of.ts";
import type { Stay } from "./stay.ts";

/** Adds what does not depend on time, brings every amount to whole minor units, adds tax and rounds the total. */
export function finishQuote(
  tariff: PreparedTariff,
  { stay, time, paidMinor }: { stay: Stay; time: TimePrice; paidMinor: number },
): Quote {
  const { scale, source } = tariff;
  const { id, version } = time.table.source;
  const scaled = [...time.lines, ...surchargeLines(tariff, stay)];
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
  return { feeMinor, paidMinor, dueMinor, currency: source.currency, rateTable: { id, version }, lines };
}

function surchargeLines({ source, scale }: PreparedTariff, stay: Stay): ScaledLine[] {
  const lines: ScaledLine[] = [];
  for (const { id, name, eligibility, amount } of source.surcharges ?? []) {
    if (eligibility !== undefined && !isEligible(eligibility, stay)) continue;
    const label = name === undefined ? {} : { label: name };
    lines.push({ kind: "surcharge", ...label, amount: amount * scale, params: { reason: id } });
  }
  if (stay.lostCredential && source.lostCredential) {
    const amount = source.lostCredential.amount * scale;
    lines.push({ kind: "surcharge", amount, params: { reason: "lostCredential" } });
  }
  return lines;
}

function toMinor({ amount, ...line }: ScaledLine, rateTableId: string, scale: number): FeeLine {
  return { rateTableId, ...line, amountMinor: roundHalfUp(amount, scale) };
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
