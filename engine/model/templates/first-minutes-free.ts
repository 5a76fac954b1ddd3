import type { TariffTemplate } from "./tariff-template.ts";

/** First minutes free, then per started hour, a limit per 24 hours: what most small lots ask. */
export const firstMinutesFree: TariffTemplate = {
  id: "firstMinutesFree",
  names: {
    table: { en: "Visitors", "zh-CN": "临停车辆" },
    price: { en: "Price", "zh-CN": "价格" },
  },
  tariff: {
    rateTables: [
      {
        id: "visitors",
        version: 1,
        rateTableName: "table",
        freePeriod: { minutes: 15, mode: "onlyIfWithin" },
        rateLineCollections: [
          {
            id: "all",
            name: "price",
            rateLines: [{ rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 60, value: 200 }],
          },
        ],
        caps: [{ scope: "rolling", minutes: 1_440, amount: 2_000 }],
      },
    ],
    rateEligibility: [{ rateTable: "visitors" }],
    exitGraceMinutes: 15,
  },
};
