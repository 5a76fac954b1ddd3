import { describe, expect, test } from "vitest";
import type { RateTable, Tariff } from "../model/rate-table.ts";
import { tariffSchema } from "../model/rate-table.ts";
import { locales } from "./locale.ts";
import { tariffSentences } from "./tariff-sentences.ts";

const hour = { rateLineType: "incrementingRate" as const, durationStart: 0, incrementPeriod: 60, value: 300 };
const table: RateTable = {
  id: "hourly",
  version: 1,
  rateTableName: "Hourly",
  rateLineCollections: [{ id: "all", rateLines: [hour] }],
};
const plain: Tariff = {
  currency: "EUR",
  minorUnitDigits: 2,
  rateTables: [table],
  rateEligibility: [{ rateTable: "hourly" }],
};
const withTable = (change: Partial<RateTable>): Partial<Tariff> => ({ rateTables: [{ ...table, ...change }] });
const withLines = (change: Partial<RateTable["rateLineCollections"][number]>) =>
  withTable({ rateLineCollections: [{ id: "all", rateLines: [hour], ...change }] });
const withCap = (cap: NonNullable<RateTable["caps"]>[number]) => withTable({ caps: [cap] });
const event = { startOffset: -120, endOffset: 240 };
const shop = { type: "shop", effect: { kind: "full" as const } };

/** Each is one change to the plain tariff; no two of them may read alike. */
const changes: Partial<Tariff>[] = [
  {},
  { rateEligibility: [{ rateTable: "hourly", rateDiscount: { discountRate: 2_500, fixedValue: 50 } }] },
  ...[
    { vehicleTypes: ["motorcycle"] },
    { propulsionEnergyType: ["electric"] },
    { zones: ["deck"] },
    { products: ["flex"] },
    { activeAssignedRight: ["permitParking"] },
    { userQualifications: ["resident"] },
    { seasons: ["high"] },
    { validations: ["shop"] },
    { entriesToday: { min: 2 } },
    { entriesToday: { min: 2, max: 3 } },
    { entriesLastHour: { min: 2, max: 2 } },
    { lostCredential: true as const },
  ].map((eligibility) => ({ rateEligibility: [{ eligibility, rateTable: "hourly" }] })),
  withTable({ validityStart: "2025-04-01" }),
  withTable({ validityEnd: "2025-04-01" }),
  withTable({ timesOfDay: [{ daysOfWeek: [1, 2, 3, 4, 5], latestStart: 570, earliestEnd: 900, latestEnd: 1_140 }] }),
  withTable({ timesOfDay: [{ earliestStart: 1_080, endDay: { min: 1, max: 2 }, latestEnd: 360 }] }),
  withTable({ timesOfDay: [{ event }] }),
  withTable({ freePeriod: { minutes: 15, mode: "onlyIfWithin" } }),
  withTable({ freePeriod: { minutes: 15, mode: "subtract" } }),
  withTable({
    freePeriod: { minutes: 15, mode: "subtract", limit: { scope: "rolling", minutes: 480, shortVisitMinutes: 5 } },
  }),
  withTable({ freeAllowance: { per: "calendarDay", minutes: 120 } }),
  withTable({ freeAllowance: { per: "calendarDay", minutes: 120, shortVisitMinutes: 15 } }),
  withTable({ freeAllowance: { per: "rolling", minutes: 120 } }),
  withTable({ freeAllowance: { per: "rolling", minutes: 120, window: 480 } }),
  withTable({ freeAllowance: { per: "visit", minutes: 120 } }),
  withTable({ periodSelection: "entryTime" }),
  withTable({ periodSelection: "exitTime" }),
  withTable({ unitAtBoundary: "carry" }),
  withTable({ minimumCharge: 100 }),
  withLines({ durationBasis: "collection" }),
  withLines({ durationBasis: "stay" }),
  withLines({ resetTime: 1_440 }),
  withLines({ minValueCollection: 200 }),
  withLines({ periods: [{ event: { ...event, kinds: ["match"] } }] }),
  withLines({ periods: [{ event: { startOffset: 0, endOffset: 60 } }] }),
  ...(["down", "nearest", "exact"] as const).map((roundingMode) =>
    withLines({ rateLines: [{ ...hour, roundingMode }] }),
  ),
  withLines({ rateLines: [{ ...hour, durationStart: 60 }] }),
  withLines({ rateLines: [{ ...hour, durationEnd: 60 }] }),
  withLines({ rateLines: [{ ...hour, durationStart: 60, durationEnd: 120 }] }),
  withLines({ rateLines: [{ ...hour, incrementPeriod: 1, subMinorDigits: 2 }] }),
  withLines({ rateLines: [{ ...hour, incrementPeriod: 30 }] }),
  withLines({ rateLines: [{ rateLineType: "flatRate", durationStart: 0, value: 900 }] }),
  withLines({ rateLines: [{ rateLineType: "flatRate", durationStart: 60, value: 900 }] }),
  withLines({ rateLines: [{ rateLineType: "flatRateTier", durationEnd: 60, value: 900 }] }),
  withLines({ rateLines: [{ rateLineType: "flatRateTier", value: 900 }] }),
  withLines({ periods: [{ timeOfDayStart: 420, timeOfDayEnd: 420 }] }),
  withLines({ periods: [{ daysOfWeek: [5], timeOfDayStart: 1_080, timeOfDayEnd: 360, extraDays: 2 }] }),
  withLines({ caps: [{ scope: "period", amount: 900 }] }),
  withCap({ scope: "perStay", amount: 900 }),
  withCap({ scope: "rolling", minutes: 1_440, amount: 900, index: { from: 1, to: 1 } }),
  withCap({ scope: "rolling", minutes: 1_440, amount: 900, index: { from: 2 } }),
  withCap({ scope: "calendarDay", amount: 900, index: { from: 2, to: 5 } }),
  withCap({ scope: "rolling", minutes: 720, amount: 900 }),
  withCap({ scope: "rolling", minutes: 720, amount: 900, endsAt: 0 }),
  withCap({ scope: "calendarDay", amount: 900, resetAt: 360 }),
  withCap({ scope: "calendarDay", amount: 900, acrossVisits: true }),
  withCap({ scope: "calendarWeek", amount: 900 }),
  withCap({ scope: "calendarWeek", amount: 900, resetAt: 360 }),
  { rateChange: "segment" },
  { rightCoverage: [{}] },
  { rightCoverage: [{ rights: ["permitParking"], areas: ["deck"], rateTable: "hourly" }] },
  { rightCoverage: [{ whenSpaceFrees: "convert" }] },
  { rightCoverage: [{ whenSpaceFrees: "continue" }] },
  { rightCoverage: [{ boughtDuringStay: "fromPurchase" }] },
  { rightCoverage: [{ boughtDuringStay: "fromEntry" }] },
  { rightCoverage: [{ boughtDuringStay: "nextStay" }] },
  ...(["replace", "sum", "free", "longest"] as const).map((mode) => ({ nestedAreas: { areas: ["deck"], mode } })),
  { nestedAreas: { areas: ["deck"], mode: "replace", passThroughMinutes: 15 } },
  { validations: [shop] },
  { validations: [shop, { ...shop, type: "other" }], validationStacking: "best" },
  { validations: [shop, { ...shop, type: "other" }] },
  { validations: [{ ...shop, maxTimes: 3 }] },
  ...(
    [
      { kind: "freeMinutes", minutes: 60 },
      { kind: "freeMinutes", minutes: 60, apply: "tail" },
      { kind: "freePeriod", minutes: 60 },
      { kind: "freeUntil", timeOfDay: 720 },
      { kind: "freeUntil", timeOfDay: 720, extraDays: 1 },
      { kind: "amount", amount: 200 },
      { kind: "percent", rate: 5_000 },
      { kind: "percent", rate: 5_000, maxAmount: 400 },
      { kind: "fixedPrice", amount: 200 },
      { kind: "rateTable", rateTable: "hourly" },
    ] as const
  ).map((effect) => ({ validations: [{ type: "shop", effect }] })),
  { validations: [shop], validationLimits: { maxTimes: 2, maxMinutes: 90, maxAmount: 500 } },
  { surcharges: [{ id: "oversize", name: "Oversize", amount: 500, eligibility: { vehicleTypes: ["bus"] } }] },
  { surcharges: [{ id: "oversize", amount: 500 }] },
  { exitGraceMinutes: 15 },
  { exitGraceByChannel: [{ channels: ["app", "payStation"], minutes: 20 }] },
  { overstay: { rateTable: "hourly", from: "payment" } },
  { overstay: { rateTable: "hourly", from: "graceEnd" } },
  { lostCredential: { charge: "added", amount: 5_000 } },
  { lostCredential: { charge: "instead", amount: 5_000 } },
  { turnRoundMinutes: 10 },
  { maxStay: { minutes: 180 } },
  { maxStay: { minutes: 180, penalty: 5_000, rateTable: "hourly" } },
  { noReturn: { within: 120 } },
  { noReturn: { within: 120, penalty: 2_000 } },
  { reEntry: { within: 120, since: "exit", action: "continue" } },
  { reEntry: { within: 120, since: "entry", action: "continue" } },
  { reEntry: { within: 120, since: "exit", action: "noFree" } },
  { tax: { mode: "included", rate: 1_900 } },
  { tax: { mode: "excluded", rate: 1_900 } },
  { roundTotal: { increment: 10, mode: "up" } },
  { roundTotal: { increment: 10, mode: "nearest" } },
  { cashRounding: 5 },
];

describe.each(locales)("in %s", (locale) => {
  test("everything that a tariff says has its words", () => {
    const texts = changes.map((change) =>
      tariffSentences(tariffSchema.parse({ ...plain, ...change }), locale).join("\n"),
    );
    const seen = new Map<string, number>();
    for (const [index, text] of texts.entries()) {
      expect(text).not.toMatch(/undefined|NaN|\[object/);
      expect([JSON.stringify(changes[seen.get(text) ?? index])]).toEqual([JSON.stringify(changes[index])]);
      seen.set(text, index);
    }
  });
});

const whole: Tariff = {
  ...plain,
  rateTables: [
    table,
    { ...table, id: "two-wheels", rateTableName: "Two wheels", validityStart: "2025-04-01" },
    {
      ...table,
      id: "early",
      rateTableName: "Early bird",
      timesOfDay: [{ daysOfWeek: [1, 2, 3, 4, 5], latestStart: 570, earliestEnd: 900, latestEnd: 1_140 }],
      unitAtBoundary: "carry",
    },
  ],
  rateEligibility: [
    { eligibility: { vehicleTypes: ["motorcycle", "moped"] }, rateTable: "two-wheels" },
    { rateTable: "early", bestOf: ["hourly"], rateDiscount: { discountRate: 1_000 } },
  ],
  turnRoundMinutes: 10,
  rightCoverage: [{ rights: ["permitParking"], whenSpaceFrees: "convert", boughtDuringStay: "fromEntry" }],
  nestedAreas: { areas: ["Deck"], mode: "replace", passThroughMinutes: 15 },
  maxStay: { minutes: 180, penalty: 5_000 },
  reEntry: { within: 120, since: "exit", action: "continue" },
  validations: [{ type: "shop", name: "Shop", effect: { kind: "freeMinutes", minutes: 60 }, maxTimes: 2 }],
  exitGraceMinutes: 15,
  exitGraceByChannel: [{ channels: ["app"], minutes: 20 }],
  lostCredential: { charge: "added", amount: 2_000 },
  tax: { mode: "included", rate: 1_900 },
};

test("reads as people say it", () => {
  expect(tariffSentences(whole, "en")).toEqual([
    "For motorcycle or moped: “Two wheels”.",
    "Everybody else pays by the cheapest of “Early bird” and “Hourly”, less 10%.",
    "“Hourly”: Each started hour costs €3.00.",
    "“Two wheels” (from 1 April 2025): Each started hour costs €3.00.",
    "“Early bird”: Only for stays that enter on Monday to Friday up to 09:30 and leave from 15:00 to 19:00 on the same day. " +
      "Each started hour costs €3.00. A started unit runs on over the end of its period before the next begins.",
    "A car that leaves within 10 minutes of its entry only turned round: nothing is owed and the visit does not count.",
    "Time covered by parking permit is free.",
    "When the space of a pool becomes free, the next car of the pool is covered from then on.",
    "Bought during a stay it counts from entry.",
    "Time in Deck is priced there and not outside.",
    "Passing through outside is free for up to 15 minutes.",
    "The longest stay is 3 hours; breaking it costs €50.00.",
    "A car that comes back within 2 hours of its exit continues its stay.",
    "Shop: 1 hour more is free, up to 2 times.",
    "After paying by app a car has 20 minutes to leave.",
    "After paying a car has 15 minutes to leave.",
    "A lost ticket costs €20.00 on top of the stay.",
    "Prices include 19% tax.",
  ]);
  expect(tariffSentences(whole, "zh-CN")).toEqual([
    "摩托车或轻便摩托车：“Two wheels”。",
    "其他车辆：“Early bird”和“Hourly”中较低者，减 10%。",
    "“Hourly”：每 1 小时 €3.00（不足按一个计）。",
    "“Two wheels”（2025年4月1日起）：每 1 小时 €3.00（不足按一个计）。",
    "“Early bird”：仅适用于周一至周五09:30 前入场、当天15:00–19:00出场的停车。每 1 小时 €3.00（不足按一个计）。" +
      "跨时段的计费单位先计完，再进入下一时段。",
    "入场后 10 分钟内离场视为掉头，不计费也不计次。",
    "停车许可有效期间免费。",
    "共用车位空出后，同组的下一辆车自此时起享受该权益。",
    "停车期间购买的，自入场时起生效。",
    "区域 Deck 内的时间只按该区域计费，不计外场费用。",
    "途经外场 15 分钟以内免费。",
    "最长停车 3 小时，违者另收 €50.00。",
    "离场后 2 小时内返场的车辆视为同一次停车。",
    "Shop：另有 1 小时免费，最多 2 次。",
    "使用应用付款的，付款后 20 分钟内可离场。",
    "付款后 15 分钟内可离场。",
    "凭证遗失另收 €20.00。",
    "价格已含 19% 税。",
  ]);
});

/** What each change adds to the sentences of the plain tariff. */
const additions: [change: Partial<Tariff>, en: string, zh: string][] = [
  [
    withTable({ timesOfDay: [{ earliestStart: 1_080, latestEnd: 600, endDay: { min: 1, max: 1 } }] }),
    "Only for stays that enter from 18:00 and leave up to 10:00 1 day later. Each started hour costs €3.00.",
    "仅适用于18:00 起入场、1 天后 10:00 前出场的停车。每 1 小时 €3.00（不足按一个计）。",
  ],
  [
    withTable({ timesOfDay: [{ latestStart: 600, endDay: { min: 1, max: 3 } }] }),
    "Only for stays that enter up to 10:00 and leave 1 to 3 days later. Each started hour costs €3.00.",
    "仅适用于10:00 前入场、1 至 3 天后出场的停车。每 1 小时 €3.00（不足按一个计）。",
  ],
  [
    { rightCoverage: [{ rateTable: "gone" }] },
    "Time covered by any right costs what “gone” says.",
    "任何权益有效期间按“gone”计费。",
  ],
  [
    { validations: [{ type: "shop", effect: { kind: "freeUntil", timeOfDay: 720, extraDays: 1 } }] },
    "shop: free until 12:00, 1 day after entry.",
    "shop：1 天后 12:00 前免费。",
  ],
  [
    { validations: [{ type: "shop", effect: { kind: "freeUntil", timeOfDay: 720, extraDays: 2 } }] },
    "shop: free until 12:00, 2 days after entry.",
    "shop：2 天后 12:00 前免费。",
  ],
  [
    { validations: [shop], validationLimits: { maxTimes: 1 } },
    "shop: the stay is free.\nA stay has at most 1 validation in all.",
    "shop：全免。\n每次停车的优惠最多 1 次。",
  ],
  [
    { validations: [shop], validationLimits: { maxTimes: 2, maxMinutes: 90, maxAmount: 500 } },
    "shop: the stay is free.\nA stay has at most 2 validations, 1 h 30 min free and €5.00 off in all.",
    "shop：全免。\n每次停车的优惠最多 2 次、免费 1 小时 30 分钟、减 €5.00。",
  ],
  [{ validations: [shop], validationLimits: {} }, "shop: the stay is free.", "shop：全免。"],
];

test.each(additions)("%j adds its sentence", (change, en, zh) => {
  const texts = locales.map((locale) => tariffSentences({ ...plain, ...change }, locale).join("\n"));
  const said = (text: string) => expect.stringContaining(text);
  expect(texts).toEqual([said(en), said(zh)]);
});
