import type { TariffTemplate } from "./tariff-template.ts";

/** Houses with permits: residents park free, their visitors pay little by day and a flat night, new-energy cars get two hours a day. */
export const residential: TariffTemplate = {
  id: "residential",
  names: {
    residents: { en: "Residents with a permit", "zh-CN": "有月卡的住户" },
    newEnergy: { en: "New-energy visitors", "zh-CN": "新能源访客" },
    visitors: { en: "Visitors", "zh-CN": "访客车辆" },
    price: { en: "Price", "zh-CN": "价格" },
    day: { en: "Day", "zh-CN": "日间" },
    night: { en: "Night", "zh-CN": "夜间" },
  },
  tariff: {
    rateTables: [
      {
        id: "residents",
        version: 1,
        rateTableName: "residents",
        rateLineCollections: [{ id: "all", name: "price", rateLines: [] }],
      },
      {
        id: "newEnergy",
        version: 1,
        rateTableName: "newEnergy",
        freeAllowance: { minutes: 120, per: "calendarDay" },
        rateLineCollections: [
          {
            id: "all",
            name: "price",
            rateLines: [{ rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 60, value: 200 }],
          },
        ],
        caps: [{ scope: "calendarDay", amount: 2_000 }],
      },
      {
        id: "visitors",
        version: 1,
        rateTableName: "visitors",
        freePeriod: { minutes: 30, mode: "onlyIfWithin" },
        unitAtBoundary: "carry",
        rateLineCollections: [
          {
            id: "day",
            name: "day",
            periods: [{ timeOfDayStart: 420, timeOfDayEnd: 1_260 }],
            rateLines: [{ rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 60, value: 200 }],
          },
          {
            id: "night",
            name: "night",
            periods: [{ timeOfDayStart: 1_260, timeOfDayEnd: 420 }],
            rateLines: [{ rateLineType: "flatRate", durationStart: 0, value: 500 }],
          },
        ],
        caps: [{ scope: "rolling", minutes: 1_440, amount: 2_000 }],
      },
    ],
    rateEligibility: [
      { eligibility: { activeAssignedRight: ["permitParking"] }, rateTable: "residents" },
      { eligibility: { propulsionEnergyType: ["electric", "plugInHybrid"] }, rateTable: "newEnergy" },
      { rateTable: "visitors" },
    ],
    exitGraceMinutes: 15,
  },
};
