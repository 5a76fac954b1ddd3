import { QuoteError } from "./quote-error.ts";

const WHOLE = 10_000;

/** A share of an amount, in hundredths of a percent, to the nearest whole number; halves go up. */
export function shareOf(amount: number, basisPoints: number): number {
  const product = amount * basisPoints;
  if (!Number.isSafeInteger(product)) throw new QuoteError("fee.tooLarge", [], "the fee is too large to be counted");
  return Math.floor(product / WHOLE + 0.5);
}
