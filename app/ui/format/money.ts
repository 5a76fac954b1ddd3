const digitsByCurrency = new Map<string, number>();

/** Fraction digits of a currency by ISO 4217: 0 for JPY, 2 for CNY, 3 for KWD. Kept: a format costs more than all else here. */
function minorUnitDigits(currency: string): number {
  const known = digitsByCurrency.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  digitsByCurrency.set(currency, digits);
  return digits;
}

/** The digits of an amount in minor units without a symbol: 1250 in CNY is "12.50". */
export function moneyDigits(minor: number, currency: string): string {
  const digits = minorUnitDigits(currency);
  const sign = minor < 0 ? "−" : "";
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

const signs = new Map<string, string>();

/** The short sign of a currency, "¥" or "€", or its code where it has none. */
export function currencySign(currency: string, locale: string): string {
  const key = `${locale} ${currency}`;
  const known = signs.get(key);
  if (known !== undefined) return known;
  const parts = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
  }).formatToParts(0);
  const sign = parts.find((part) => part.type === "currency")?.value ?? currency;
  signs.set(key, sign);
  return sign;
}

/** An amount to read: `¥12.50`. Digits come from the integer, so nothing is rounded. */
export function moneyText(minor: number, currency: string, locale: string): string {
  const digits = moneyDigits(Math.abs(minor), currency);
  return `${minor < 0 ? "−" : ""}${currencySign(currency, locale)}${digits}`;
}

/**
 * Reads an amount as people type it: `5`, `5.0`, `5,00`, `¥5`. Answers integer minor units,
 * or null where it is no amount or has more digits than the currency.
 */
export function parseMoney(text: string, currency: string): number | null {
  const digits = minorUnitDigits(currency);
  const match = /^[^\d.,-]*(\d{1,9})(?:[.,](\d*))?\s*[^\d.,-]*$/.exec(text.trim());
  if (!match) return null;
  const whole = match[1] ?? "0";
  const fraction = match[2] ?? "";
  const kept = fraction.slice(0, digits).padEnd(digits, "0");
  if (/[1-9]/.test(fraction.slice(digits))) return null;
  return Number(whole) * 10 ** digits + (digits === 0 ? 0 : Number(kept));
}
