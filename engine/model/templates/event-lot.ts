import type { TariffTemplate } from "./tariff-template.ts";

/** A lot beside a hall: on event days one price on arrival from the afternoon, on other days by the hour. Coaches pay more. */
export const eventLot: TariffTemplate = {
  id: "eventLot",
  names: {
    table: { en: "All visitors", "zh-CN": "全部车辆" },
    event: { en: "Event", "zh-CN": "活动日" },
    usual: { en: "Other times", "zh-CN": "其他时间" },
    coach: { en: "Coach", "zh-CN": "大客车" },
  },
  tariff: {
    rateTables: [
      {
        id: "visitors",
        version: 1,
        rateTableName: "table",
        periodSelection: "entryTime",
        rateLineCollections: [
          {
            id: "event",
            name: "event",
            periods: [{ specialDays: ["publicEventDay"], timeOfDayStart: 960, timeOfDayEnd: 180 }],
            rateLines: [{ rateLineType: "flatRate", durationStart: 0, value: 1_500 }],
          },
          {
            id: "usual",
            name: "usual",
            rateLines: [{ rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 60, value: 200 }],
          },
        ],
        caps: [{ scope: "rolling", minutes: 1_440, amount: 1_500 }],
      },
    ],
    rateEligibility: [{ rateTable: "visitors" }],
    surcharges: [{ id: "coach", name: "coach", eligibility: { vehicleTypes: ["bus"] }, amount: 2_000 }],
    exitGraceMinutes: 15,
  },
};
