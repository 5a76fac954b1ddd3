import { expect, test } from "vitest";
import type { FeeLine } from "../price/quote.ts";
import { feeLineText } from "./fee-line-text.ts";

const both = (line: Omit<FeeLine, "rateTableId" | "amountMinor">, currency = "CNY") =>
  (["en", "zh-CN"] as const).map((locale) =>
    feeLineText({ rateTableId: "t", amountMinor: 0, ...line }, currency, locale),
  );

test("says how many units cost how much each", () => {
  expect(
    both({ kind: "time", label: "Day", units: 4, unitMinutes: 60, unitPriceMinor: 500, params: { rounding: "up" } }),
  ).toEqual(["Day, 4 started hours × ¥5.00", "Day，4 小时 × ¥5.00"]);
  expect(both({ kind: "time", units: 1, unitMinutes: 30, unitPriceMinor: 100 }, "JPY")).toEqual([
    "1 started half hour × ¥100",
    "1 个 30 分钟 × ¥100",
  ]);
  expect(both({ kind: "time", units: 3, unitMinutes: 15, unitPriceMinor: 250, params: { rounding: "down" } })).toEqual([
    "3 full units of 15 minutes × ¥2.50",
    "3 个 15 分钟 × ¥2.50",
  ]);
});

test("keeps prices below the cent", () => {
  expect(both({ kind: "time", units: 7, unitMinutes: 1, unitPriceMinor: 4.12 }, "EUR")[0]).toBe(
    "7 started minutes × €0.0412",
  );
});

test("shares of a unit are shown as time", () => {
  expect(
    both({ kind: "time", units: 2.5, unitMinutes: 60, unitPriceMinor: 250, params: { rounding: "exact" } }, "EUR"),
  ).toEqual(["2 h 30 min at €2.50 per hour", "2 小时 30 分钟，每 1 小时 €2.50"]);
});

test("names prices owed once, totals, limits and free time", () => {
  expect(both({ kind: "flat", label: "Night" })).toEqual(["Night, flat", "Night，固定价"]);
  expect(both({ kind: "flat", label: "Night", times: 3, unitPriceMinor: 2000 })[0]).toBe("Night, flat, 3 × ¥20.00");
  expect(both({ kind: "tier", params: { upToMinutes: 120 } })).toEqual(["Total for up to 2 hours", "2 小时以内的总价"]);
  expect(both({ kind: "tier" })).toEqual(["Total for longer stays", "更长停车的总价"]);
  expect(both({ kind: "free" })).toEqual(["Free", "免费"]);
  expect(both({ kind: "cap", times: 2, params: { scope: "rolling", minutes: 1440, limitMinor: 5000 } })).toEqual([
    "Cap ¥50.00 per 24 hours, 2 times",
    "每 24 小时封顶 ¥50.00，2 次",
  ]);
  expect(both({ kind: "surcharge", params: { reason: "lostCredential" } })).toEqual(["Lost ticket", "凭证遗失"]);
});

test("says why time is free and which part of the stay a line is for", () => {
  const free = (params: Record<string, string>) => both({ kind: "free", params });
  expect(free({ reason: "turnRound" })).toEqual(["Only turned round, free", "掉头离场，免费"]);
  expect(free({ reason: "right", right: "permitParking" })).toEqual([
    "Covered by parking permit",
    "停车许可有效，免费",
  ]);
  expect(free({ reason: "area", area: "Deck" })).toEqual(["Free in Deck", "Deck 内免费"]);
  expect(free({ reason: "passThrough" })).toEqual(["Passing through, free", "途经外场，免费"]);
  const hour = { kind: "time" as const, units: 1, unitMinutes: 60, unitPriceMinor: 500 };
  const part = (params: Record<string, string>) => both({ ...hour, params });
  expect(part({ part: "area", partName: "Deck" })[0]).toBe("Deck, 1 started hour × ¥5.00");
  expect(part({ part: "maxStay" })).toEqual([
    "Beyond the longest stay, 1 started hour × ¥5.00",
    "超出最长停车时间，1 小时 × ¥5.00",
  ]);
  expect(part({ part: "right", partName: "permitParking" })[0]).toBe("Parking permit, 1 started hour × ¥5.00");
  expect(both({ kind: "surcharge", params: { reason: "maxStay" } })).toEqual([
    "Longer than the longest stay",
    "超过最长停车时间",
  ]);
  expect(both({ kind: "surcharge", params: { reason: "noReturn" } })).toEqual(["Came back too soon", "过早返场"]);
  expect(both({ kind: "discount", params: { reason: "validationLimit" } })[0]).toBe("Validations beyond their limit");
});
