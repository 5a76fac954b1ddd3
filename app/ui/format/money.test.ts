import { describe, expect, it } from "vitest";
import { moneyDigits, moneyText, parseMoney } from "./money.ts";

describe("money", () => {
  it("accepts an amount as people type it", () => {
    for (const text of ["5", "5.0", "5,00", "¥5.00", " 5. "]) expect(parseMoney(text, "CNY")).toBe(500);
    expect(parseMoney("0,5", "CNY")).toBe(50);
    expect(parseMoney("120", "JPY")).toBe(120);
    expect(parseMoney("1.250", "KWD")).toBe(1250);
  });

  it("refuses what is no amount, or finer than the currency", () => {
    for (const text of ["", "five", "-5", "5.005", "5.5.5"]) expect(parseMoney(text, "CNY")).toBeNull();
    expect(parseMoney("1.5", "JPY")).toBeNull();
  });

  it("writes the digits of the integer", () => {
    expect(moneyDigits(5, "CNY")).toBe("0.05");
    expect(moneyDigits(120, "JPY")).toBe("120");
    expect(moneyText(-400, "CNY", "en")).toBe("−¥4.00");
    expect(moneyText(1250, "EUR", "zh-CN")).toBe("€12.50");
  });
});
