import type { TariffTemplate } from "./tariff-template.ts";

/** A hospital: time to bring somebody, a low hour, a low limit a day and a week for those who come every day. */
export const hospital: TariffTemplate = {
  id: "hospital",
  names: {
    visitors: { en: "Visitors", "zh-CN": "就诊及探视" },
    blueBadge: { en: "Disabled badge holders", "zh-CN": "残障人士" },
    price: { en: "Price", "zh-CN": "价格" },
    outpatient: { en: "Outpatient stamp", "zh-CN": "门诊盖章" },
  },
  tariff: {
    rateTables: [
      {
        id: "badge",
        version: 1,
        rateTableName: "blueBadge",
        rateLineCollections: [{ id: "all", name: "price", rateLines: [] }],
      },
      {
        id: "visitors",
        version: 1,
        rateTableName: "visitors",
        freePeriod: { minutes: 30, mode: "onlyIfWithin" },
        rateLineCollections: [
          {
            id: "all",
            name: "price",
            rateLines: [{ rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 60, value: 150 }],
          },
        ],
        caps: [
          { scope: "calendarDay", amount: 600, acrossVisits: true },
          { scope: "calendarWeek", amount: 2_000 },
        ],
      },
    ],
    rateEligibility: [
      { eligibility: { userQualifications: ["disabled"] }, rateTable: "badge" },
      { rateTable: "visitors" },
    ],
    validations: [{ type: "outpatient", name: "outpatient", effect: { kind: "percent", rate: 5_000 } }],
    exitGraceMinutes: 30,
  },
};
