import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { RateLine, RateTable } from "../model/rate-table.ts";
import { arbitraryTable } from "../price/testing/arbitrary-tariff.ts";
import { tableOverrides } from "../share/table-overrides.ts";
import { locales } from "./locale.ts";
import { tableOverrideText } from "./table-override-text.ts";

const hour = (value: number, durationStart = 0): RateLine => ({
  rateLineType: "incrementingRate",
  durationStart,
  incrementPeriod: 60,
  value,
});
const base: RateTable = {
  id: "visitors",
  version: 1,
  rateTableName: "Visitors",
  validityStart: "2027-01-01",
  freePeriod: { minutes: 15, mode: "onlyIfWithin" },
  rateLineCollections: [
    { id: "day", name: "Day", periods: [{ timeOfDayStart: 480, timeOfDayEnd: 1_320 }], rateLines: [hour(500)] },
    { id: "night", rateLines: [hour(100)], caps: [{ scope: "period", amount: 900 }], resetTime: 60 },
  ],
  caps: [{ scope: "perStay", amount: 5_000 }],
};
const [day, night] = base.rateLineCollections;

function said(after: RateTable, locale: "en" | "zh-CN" = "en"): string[] {
  return tableOverrides(base, after).map(({ path }) => {
    const text = tableOverrideText(path, { before: base, after }, { currency: "EUR", locale });
    return `${text.topic}: ${text.before} > ${text.after}`;
  });
}

test("a difference is said as what it was and what it becomes", () => {
  const { validityStart: _start, ...always } = base;
  const after: RateTable = {
    ...always,
    rateTableName: "Guests",
    validityEnd: "2027-07-01",
    minimumCharge: 50,
    caps: [{ scope: "perStay", amount: 6_000 }],
    rateLineCollections: [
      { ...day!, periods: [{ timeOfDayStart: 540, timeOfDayEnd: 1_320 }], rateLines: [hour(600), hour(300, 120)] },
      { id: "night", name: "Night", rateLines: [hour(100)], durationBasis: "stay", minValueCollection: 200 },
      { id: "weekend", name: "Weekend", rateLines: [hour(50)] },
    ],
  };
  expect(said(after)).toEqual([
    "Name: Visitors > Guests",
    "Holds from: 1 January 2027 > null",
    "No longer holds from: null > 1 July 2027",
    "Least that is owed: null > The least that is owed is €0.50.",
    "Day: from 08:00 to 22:00 > from 09:00 to 22:00",
    "Day: Each started hour costs €5.00. > Each started hour costs €6.00.",
    "Day: null > After 2 hours each started hour costs €3.00.",
    "Name of a period: null > Night",
    "Night: null > Times count from the start of the paid stay, whatever the period.",
    "Night: After each 1 hour the prices begin anew. > null",
    "Night: null > The least that is owed in such a period is €2.00.",
    "Night: No such period costs more than €9.00. > null",
    "Weekend: null > Each started hour costs €0.50.",
    "Cap: No stay costs more than €50.00. > No stay costs more than €60.00.",
  ]);
  const { rateTableName: _name, ...unnamed } = base;
  expect(said({ ...unnamed, freePeriod: { minutes: 20, mode: "subtract" } }, "zh-CN")).toEqual([
    "名称: Visitors > null",
    "免费时长: 停车 15 分钟以内免费，超过则自入场起计费。 > 前 20 分钟免费，之后开始计费。",
  ]);
});

test("an order is said by names, in either language", () => {
  const after = { ...base, rateLineCollections: [night!, day!] };
  expect([said(after), said(after, "zh-CN")]).toEqual([
    ["Price: Day, night > night, Day"],
    ["价格: Day、night > night、Day"],
  ]);
});

test("what cannot be told apart, and a whole table, is said whole", () => {
  const options = { currency: "EUR", locale: "en" } as const;
  const after = { ...base, rateLineCollections: [{ ...day!, rateLines: [hour(600), hour(50, 60)] }, night!] };
  const lines = tableOverrideText(["rateLineCollections", "day", "rateLines"], { before: base, after }, options);
  expect(lines.after).toBe("Each started hour costs €6.00, after 1 hour each started hour costs €0.50.");
  const whole = tableOverrideText([], { before: base, after }, options);
  expect(whole).toMatchObject({ topic: "The whole table", before: expect.stringContaining("€5.00") });
});

test("every difference of any two tables has words", () => {
  fc.assert(
    fc.property(arbitraryTable, arbitraryTable, (before, after) => {
      for (const { path } of tableOverrides(before, after)) {
        for (const locale of locales) {
          const { topic, ...sides } = tableOverrideText(path, { before, after }, { currency: "EUR", locale });
          expect(`${topic} ${sides.before} ${sides.after}`).not.toMatch(/undefined|NaN|\[object|^ /);
          const isDefault =
            path[0] === "unitAtBoundary" || sides.after === (locale === "en" ? "at any time" : "任何时间");
          expect(isDefault || sides.before !== sides.after, path.join("/")).toBe(true);
        }
      }
    }),
    { numRuns: 60 },
  );
});
