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

type SaidLine = Omit<FeeLine, "rateTableId" | "amountMinor">;

const capOf = (scope: string, minutes = 0): SaidLine => ({
  kind: "cap",
  params: { scope, minutes, limitMinor: 5_000 },
});

const others: [what: string, line: SaidLine, en: string, zh: string][] = [
  [
    "a total",
    { kind: "tier", label: "Day", params: { upToMinutes: 30 } },
    "Day, total for up to 30 minutes",
    "Day，30 分钟以内的总价",
  ],
  [
    "several flat prices",
    { kind: "flat", times: 3, unitPriceMinor: 2_000 },
    "Flat, 3 × ¥20.00",
    "固定价，3 次 × ¥20.00",
  ],
  ["a cap of other hours", capOf("rolling", 720), "Cap ¥50.00 per 12 hours", "每 12 小时封顶 ¥50.00"],
  ["a cap of a day", capOf("calendarDay"), "Cap ¥50.00 per day", "单日封顶 ¥50.00"],
  ["a cap of a week", capOf("calendarWeek"), "Cap ¥50.00 per week", "单周封顶 ¥50.00"],
  ["a cap of a period", capOf("period"), "Cap ¥50.00 per period", "每个时段封顶 ¥50.00"],
  ["a cap of a stay", capOf("perStay"), "Cap ¥50.00 per stay", "单次封顶 ¥50.00"],
  ["the least that is owed", { kind: "minimum" }, "Up to the minimum charge", "补足最低收费"],
  ["tax", { kind: "tax", params: { rateBasisPoints: 1_950 } }, "Tax 19.5%", "税 19.5%"],
  ["rounding", { kind: "rounding" }, "Rounding", "取整"],
  ["a rate's discount", { kind: "discount" }, "Discount", "折扣"],
  ["a validation", { kind: "discount", params: { reason: "validation" } }, "Validation", "优惠"],
  [
    "validations beyond their limit",
    { kind: "discount", params: { reason: "validationLimit" } },
    "Validations beyond their limit",
    "优惠超出上限的部分",
  ],
  ["a surcharge of the tariff", { kind: "surcharge", params: { reason: "oversize" } }, "Surcharge", "附加费"],
  [
    "units to the nearest",
    { kind: "time", units: 2, unitMinutes: 60, unitPriceMinor: 500, params: { rounding: "nearest" } },
    "2 hours × ¥5.00",
    "2 小时 × ¥5.00",
  ],
  [
    "time in an area",
    { kind: "time", units: 1, unitMinutes: 1, unitPriceMinor: 5, params: { part: "area", partName: "Deck" } },
    "Deck, 1 started minute × ¥0.05",
    "Deck，1 分钟 × ¥0.05",
  ],
];

test.each(others)("names %s", (_what, line, en, zh) => {
  expect(both(line)).toEqual([en, zh]);
});
