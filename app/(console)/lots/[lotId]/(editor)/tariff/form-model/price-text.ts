import { minorUnitDigitsOf } from "#engine/model/money.ts";

/** A price in units of 10^-subMinorDigits of a minor unit. */
export type Price = { value: number; subMinorDigits?: number | undefined };

const subMinorDigitsMax = 4;
const valueMax = 1_000_000_000;

/** A price as it is typed: `5.00`, or `0.0412` where it has digits below the minor unit. */
export function priceText({ value, subMinorDigits = 0 }: Price, currency: string): string {
  const digits = minorUnitDigitsOf(currency) + subMinorDigits;
  const text = String(value).padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Reads `5`, `5.0`, `5,00` and `0.0412`; null where it is no price. */
export function readPrice(text: string, currency: string): Price | null {
  const match = /^[^\d.,-]*(\d{1,9})(?:[.,](\d*))?\s*[^\d.,-]*$/.exec(text.trim());
  if (!match) return null;
  const digits = minorUnitDigitsOf(currency);
  const fraction = match[2] ?? "";
  const subMinorDigits = Math.max(0, fraction.length - digits);
  if (subMinorDigits > subMinorDigitsMax) return null;
  const value = Number((match[1] ?? "") + fraction.padEnd(digits, "0"));
  if (value > valueMax) return null;
  return subMinorDigits === 0 ? { value } : { value, subMinorDigits };
}

/** A line or other object with another price. */
export function withPrice<Owner extends Price>(owner: Owner, { value, subMinorDigits }: Price): Owner {
  const { subMinorDigits: _digits, ...rest } = owner;
  return { ...rest, value, ...(subMinorDigits !== undefined && { subMinorDigits }) } as Owner;
}
