import type { TariffTemplate } from "./tariff-template.ts";

/** A shopping centre: the first two hours free, shops give more, a dear price for those who only park there. */
export const mall: TariffTemplate = {
  id: "mall",
  names: {
    table: { en: "Shoppers", "zh-CN": "购物车辆" },
    price: { en: "Price", "zh-CN": "价格" },
    shop: { en: "Shop stamp", "zh-CN": "商户盖章" },
    cinema: { en: "Cinema ticket", "zh-CN": "电影票" },
  },
  tariff: {
    rateTables: [
      {
        id: "shoppers",
        version: 1,
        rateTableName: "table",
        freePeriod: { minutes: 120, mode: "subtract" },
        rateLineCollections: [
          {
            id: "all",
            name: "price",
            rateLines: [
              {
                rateLineType: "incrementingRate",
                durationStart: 0,
                durationEnd: 120,
                incrementPeriod: 60,
                value: 200,
              },
              { rateLineType: "incrementingRate", durationStart: 120, incrementPeriod: 60, value: 400 },
            ],
          },
        ],
        caps: [{ scope: "calendarDay", amount: 3_000 }],
      },
    ],
    rateEligibility: [{ rateTable: "shoppers" }],
    validations: [
      { type: "shop", name: "shop", effect: { kind: "freeMinutes", minutes: 60 }, maxTimes: 2 },
      { type: "cinema", name: "cinema", effect: { kind: "freePeriod", minutes: 240 } },
    ],
    reEntry: { within: 60, since: "exit", action: "noFree" },
    exitGraceMinutes: 20,
  },
};
