import type { Diagnostic } from "../model/diagnostic.ts";
import { amountMinorSchema } from "../model/money-schema.ts";
import { type ExchangeNotes, shown } from "./exchange-notes.ts";

type Amount = { value: number; subMinorDigits?: number };
type Asked = { digits: number; path: Diagnostic["path"]; notes: ExchangeNotes };

const SUB_MINOR_DIGITS_MAX = 4;

/**
 * A price that a document gives as a number of whole currency units, in whole minor units, or in parts of one where it
 * is smaller: 2.4 EUR is 240, 0.125 EUR is 125 with one digit below the cent. What needs more than four such digits is
 * rounded, and the notes say so. Undefined, with an error, where it is no price.
 */
export function priceOfNumber(number: number, { digits, path, notes }: Asked): Amount | undefined {
  for (let spare = 0; spare <= SUB_MINOR_DIGITS_MAX; spare += 1) {
    const value = atDigits(number, digits + spare);
    if (value !== undefined)
      return checked({ value, ...(spare > 0 && { subMinorDigits: spare }) }, number, path, notes);
  }
  notes.warning("exchange.amountRounded", path, { value: shown(number) });
  const value = Math.round(number * 10 ** (digits + SUB_MINOR_DIGITS_MAX));
  return checked(shortest({ value, subMinorDigits: SUB_MINOR_DIGITS_MAX }), number, path, notes);
}

/** A limit or a discount, which can only be whole minor units. Rounded, and the notes say so, where it is not. */
export function wholeAmountOfNumber(number: number, { digits, path, notes }: Asked): number | undefined {
  const exact = atDigits(number, digits);
  if (exact === undefined) notes.warning("exchange.amountRounded", path, { value: shown(number) });
  return checked({ value: exact ?? Math.round(number * 10 ** digits) }, number, path, notes)?.value;
}

/** The number of a price for a document: the one that has the same decimal digits. */
export function numberOfPrice({ value, subMinorDigits = 0 }: Amount, digits: number): number {
  return value / 10 ** (digits + subMinorDigits);
}

/**
 * The number in units of 10^-digits when it is one with so many decimal digits: exactly, or as the nearest number of
 * half the precision, which is what some systems write for it (2.4000000953674316).
 */
function atDigits(number: number, digits: number): number | undefined {
  const value = Math.round(number * 10 ** digits);
  const written = value / 10 ** digits;
  const isHalf = Math.fround(number) === number && Math.fround(written) === number && Math.abs(value) < 8_000_000;
  return written === number || isHalf ? value : undefined;
}

function shortest({ value, subMinorDigits = 0 }: Amount): Amount {
  if (subMinorDigits > 0 && value % 10 === 0)
    return shortest({ value: value / 10, subMinorDigits: subMinorDigits - 1 });
  return subMinorDigits > 0 ? { value, subMinorDigits } : { value };
}

function checked(amount: Amount, number: number, path: Asked["path"], notes: ExchangeNotes): Amount | undefined {
  if (amountMinorSchema.safeParse(amount.value).success) return amount;
  notes.error("exchange.amountRefused", path, { value: shown(number) });
  return undefined;
}
