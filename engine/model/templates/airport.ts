import type { TariffTemplate } from "./tariff-template.ts";

/** An airport car park: ten minutes to set down, steps in the first hours, a day's limit that falls after the fifth day. */
export const airport: TariffTemplate = {
  id: "airport",
  names: {
    table: { en: "Terminal car park", "zh-CN": "航站楼停车场" },
    price: { en: "Price", "zh-CN": "价格" },
  },
  tariff: {
    rateTables: [
      {
        id: "terminal",
        version: 1,
        rateTableName: "table",
        freePeriod: { minutes: 10, mode: "onlyIfWithin", limit: { scope: "rolling", minutes: 60, times: 1 } },
        rateLineCollections: [
          {
            id: "all",
            name: "price",
            resetTime: 1_440,
            rateLines: [
              { rateLineType: "flatRateTier", durationEnd: 30, value: 400 },
              { rateLineType: "flatRateTier", durationEnd: 60, value: 700 },
              { rateLineType: "flatRateTier", durationEnd: 120, value: 1_200 },
              { rateLineType: "incrementingRate", durationStart: 120, incrementPeriod: 60, value: 400 },
            ],
          },
        ],
        caps: [
          { scope: "rolling", minutes: 1_440, amount: 3_000, index: { from: 1, to: 5 } },
          { scope: "rolling", minutes: 1_440, amount: 1_500, index: { from: 6 } },
        ],
      },
    ],
    rateEligibility: [{ rateTable: "terminal" }],
    lostCredential: { charge: "added", amount: 2_000 },
    exitGraceMinutes: 15,
  },
};
