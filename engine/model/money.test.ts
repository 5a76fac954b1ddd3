import { expect, test } from "vitest";
import { formatAmount, formatMoney, minorUnitDigitsOf } from "./money.ts";

test("writes amounts with the digits of their currency", () => {
  expect(formatMoney(123_450, "CNY")).toBe("¥1,234.50");
  expect(formatMoney(900, "JPY")).toBe("¥900");
  expect(formatMoney(1_250, "KWD")).toBe("KWD 1.250");
  expect(formatMoney(5, "EUR")).toBe("€0.05");
  expect(formatMoney(100_000_000, "USD")).toBe("$1,000,000.00");
});

test("writes the sign before the symbol", () => {
  expect(formatMoney(-900, "JPY")).toBe("-¥900");
  expect(formatMoney(-1_250, "KWD")).toBe("KWD -1.250");
});

test("writes the code where two currencies can meet", () => {
  expect(formatMoney(1_250, "CNY", { withCode: true })).toBe("CNY 12.50");
});

test("keeps prices below the minor unit", () => {
  expect(formatMoney(4.12, "EUR")).toBe("€0.0412");
  expect(formatMoney(0.5, "JPY")).toBe("¥0.5");
  expect(formatAmount(412, 4, 2)).toBe("0.0412");
  expect(formatAmount(500, 4, 2)).toBe("0.05");
});

test("writes the bare number of an amount with its sign", () => {
  expect([-123_450, 0, 7].map((amount) => formatAmount(amount, 2))).toEqual(["-1,234.50", "0.00", "0.07"]);
});

test("knows the minor units of ISO 4217", () => {
  expect(["JPY", "CLP", "EUR", "KWD"].map(minorUnitDigitsOf)).toEqual([0, 0, 2, 3]);
});
