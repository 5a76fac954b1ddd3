import { expect, test } from "vitest";
import { hourlyTariff } from "../model/hourly-tariff.ts";
import type { RateTable } from "../model/rate-table.ts";
import { rateTableSentence } from "./rate-table-sentence.ts";

const table = hourlyTariff({
  currency: "CNY",
  rateTableName: "Visitors",
  hourMinor: 500,
  freePeriod: { minutes: 15, mode: "onlyIfWithin" },
  night: { start: 1320, end: 480, flatMinor: 2000, name: "Night" },
  dayCapMinor: 5000,
}).rateTables[0]!;

test("says a day and night tariff", () => {
  expect(rateTableSentence(table, "CNY", "en")).toBe(
    "Stays up to 15 minutes are free; longer stays pay from entry. From 08:00 to 22:00 each started hour costs ¥5.00. " +
      "From 22:00 to 08:00 a flat ¥20.00 is owed. No 24 hours from entry cost more than ¥50.00.",
  );
  expect(rateTableSentence(table, "CNY", "zh-CN")).toBe(
    "停车 15 分钟以内免费，超过则自入场起计费。08:00–22:00：每 1 小时 ¥5.00（不足按一个计）。" +
      "22:00–08:00：固定 ¥20.00。自入场起每 24 小时最多 ¥50.00。",
  );
});

test("says days, seasons, ladders and limits", () => {
  const busy: RateTable = {
    id: "t",
    version: 1,
    freePeriod: { minutes: 60, mode: "subtract", limit: { scope: "calendarDay" } },
    rateLineCollections: [
      { id: "off", periods: [{ daysOfWeek: [6, 7], specialDays: ["publicHoliday"] }], rateLines: [] },
      {
        id: "on",
        periods: [
          {
            daysOfWeek: [1, 2, 3, 4, 5],
            exceptSpecialDays: ["publicHoliday"],
            dateRanges: [{ start: "05-01", end: "08-31" }],
          },
        ],
        rateLines: [
          { rateLineType: "flatRateTier", durationEnd: 30, value: 100 },
          { rateLineType: "flatRateTier", durationEnd: 120, value: 300 },
          { rateLineType: "incrementingRate", durationStart: 120, incrementPeriod: 15, value: 50 },
        ],
        caps: [{ scope: "calendarDay", amount: 1200, resetAt: 360 }],
      },
    ],
  };
  expect(rateTableSentence(busy, "EUR", "en")).toBe(
    "The first hour is free, once a day for a plate; the time after it is paid. " +
      "On Saturdays, Sundays and public holidays parking is free. " +
      "On Monday to Friday except public holidays from 1 May to 31 August up to 30 minutes costs €1.00, " +
      "up to 2 hours costs €3.00, after 2 hours each started quarter of an hour costs €0.50. " +
      "No day (from 06:00) costs more than €12.00.",
  );
  expect(rateTableSentence(busy, "EUR", "zh-CN")).toContain(
    "周一至周五（法定节假日除外）5月1日至8月31日：30 分钟以内 €1.00",
  );
});
