import type { TariffTemplate } from "./tariff-template.ts";

/**
 * A city street: the first hour dearer by the quarter on working days, cheap nights, free Sundays and holidays.
 * Shape of the class-1 roads of Beijing and of the paid zones of Polish cities.
 */
export const cityStreet: TariffTemplate = {
  id: "cityStreet",
  names: {
    table: { en: "Street parking", "zh-CN": "路侧停车" },
    sunday: { en: "Sundays and holidays", "zh-CN": "周日及节假日" },
    day: { en: "Day", "zh-CN": "日间" },
    night: { en: "Night", "zh-CN": "夜间" },
  },
  tariff: {
    rateTables: [
      {
        id: "street",
        version: 1,
        rateTableName: "table",
        rateLineCollections: [
          {
            id: "sunday",
            name: "sunday",
            periods: [
              {
                daysOfWeek: [7],
                specialDays: ["publicHoliday"],
                exceptSpecialDays: ["makeUpWorkingDay"],
                timeOfDayStart: 420,
                timeOfDayEnd: 1_140,
              },
            ],
            rateLines: [],
          },
          {
            id: "day",
            name: "day",
            periods: [{ timeOfDayStart: 420, timeOfDayEnd: 1_140 }],
            rateLines: [
              {
                rateLineType: "incrementingRate",
                durationStart: 0,
                durationEnd: 60,
                incrementPeriod: 15,
                value: 50,
              },
              { rateLineType: "incrementingRate", durationStart: 60, incrementPeriod: 15, value: 75 },
            ],
          },
          {
            id: "night",
            name: "night",
            periods: [{ timeOfDayStart: 1_140, timeOfDayEnd: 420 }],
            rateLines: [{ rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 120, value: 50 }],
          },
        ],
      },
    ],
    rateEligibility: [{ rateTable: "street" }],
  },
};
