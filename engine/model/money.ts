// ISO 4217 list one: every currency whose minor unit is not a hundredth.
const NO_DIGITS = new Set("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(" "));
const THREE_DIGITS = new Set("BHD IQD JOD KWD LYD OMR TND".split(" "));

const SYMBOLS: Readonly<Record<string, string>> = {
  CNY: "¥",
  JPY: "¥",
  KRW: "₩",
  EUR: "€",
  GBP: "£",
  USD: "$",
  AUD: "$",
  NZD: "$",
  CAD: "$",
  SGD: "$",
  HKD: "$",
  TWD: "$",
  MXN: "$",
  CLP: "$",
  INR: "₹",
  THB: "฿",
  VND: "₫",
  PHP: "₱",
  TRY: "₺",
  ILS: "₪",
};

/** Decimal digits of a currency's minor unit: 2 unless ISO 4217 says 0 or 3. */
export function minorUnitDigitsOf(currency: string): 0 | 2 | 3 {
  if (NO_DIGITS.has(currency)) return 0;
  return THREE_DIGITS.has(currency) ? 3 : 2;
}

/**
 * An amount for people, with the currency's sign where it has one and its code where it has none.
 * `withCode` writes the code for every currency (where two currencies can meet). Prices below the minor unit keep up to
 * four decimals of it: `formatMoney(4.12, "EUR") === "€0.0412"`.
 *
 * @example formatMoney(123450, "CNY") === "¥1,234.50"; formatMoney(1250, "KWD") === "KWD 1.250"; formatMoney(-900, "JPY") === "-¥900"
 */
export function formatMoney(amountMinor: number, currency: string, options: { withCode?: boolean } = {}): string {
  const sign = amountMinor < 0 ? "-" : "";
  const digits = minorUnitDigitsOf(currency);
  const number = Number.isInteger(amountMinor)
    ? formatAmount(Math.abs(amountMinor), digits)
    : formatAmount(Math.round(Math.abs(amountMinor) * 10_000), digits + 4, 4);
  const symbol = options.withCode ? undefined : SYMBOLS[currency];
  return symbol === undefined ? `${currency} ${sign}${number}` : `${sign}${symbol}${number}`;
}

/**
 * The bare number of an amount in units of 10^-digits, digits grouped by thousands. `spare` digits at the end are
 * left out while they are zero: a price of 4.12 cents is `formatAmount(412, 4, 2) === "0.0412"`.
 */
export function formatAmount(amount: number, digits: number, spare = 0): string {
  const text = String(Math.abs(amount)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ",");
  let fraction = digits === 0 ? "" : text.slice(-digits);
  for (let dropped = 0; dropped < spare && fraction.endsWith("0"); dropped += 1) fraction = fraction.slice(0, -1);
  return `${amount < 0 ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
