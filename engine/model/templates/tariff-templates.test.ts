import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkTariff } from "../../price/check-tariff.ts";
import { prepareTariff } from "../../price/prepare-tariff.ts";
import { priceStay } from "../../price/price-stay.ts";
import { stayFromPublished } from "../../price/stay-from-published.ts";
import type { ClockTable } from "../clock-table.ts";
import { type Tariff, tariffSchema } from "../rate-table.ts";
import { templateTariff } from "./tariff-template.ts";
import { tariffTemplates } from "./tariff-templates.ts";

const clocks: Record<string, ClockTable> = JSON.parse(
  readFileSync(new URL("../../price/golden/clocks.json", import.meta.url), "utf8"),
);
const clock = clocks["Asia/Shanghai"]!;

type Example = [entry: string, exit: string, fee: number, conditions?: Record<string, unknown>];

/** Fees by hand. 2025-03-12 is a Wednesday, 2025-03-16 a Sunday; the event is on 2025-03-15. */
const examples: Record<string, Example[]> = {
  firstMinutesFree: [
    ["12T10:00", "12T10:15", 0],
    ["12T10:00", "12T12:10", 600], // 3 started hours x 2.00
    ["12T10:00", "13T10:00", 2_000], // 24 x 2.00 = 48.00, cap 20.00
    ["12T10:00", "13T11:00", 2_200], // 20.00 and the first hour of the second 24
  ],
  cityStreet: [
    ["12T08:00", "12T09:00", 200], // 4 quarters x 0.50
    ["12T08:00", "12T09:20", 350], // 2.00 and 2 started quarters x 0.75
    ["12T18:45", "12T21:30", 150], // 1 quarter x 0.50, then 150 min by night = 2 x 0.50
    ["16T08:00", "16T18:00", 0], // Sunday by day
    ["16T18:00", "16T20:00", 50], // free until 19:00, then 1 started 2 h of the night
  ],
  airport: [
    ["12T10:00", "12T10:10", 0],
    ["12T10:00", "12T10:11", 400],
    ["12T10:00", "12T12:00", 1_200],
    ["12T10:00", "12T13:30", 2_000], // 12.00 and 2 started hours x 4.00
    ["12T10:00", "13T10:00", 3_000], // 12.00 + 22 x 4.00 = 100.00, cap 30.00
    ["12T10:00", "18T10:00", 16_500], // 5 days x 30.00 and the sixth at 15.00
  ],
  mall: [
    ["12T10:00", "12T12:00", 0],
    ["12T10:00", "12T14:30", 800], // 150 paid minutes: 2 x 2.00, 1 x 4.00
    ["12T10:00", "12T14:30", 400, { validations: ["shop"] }], // 90 paid minutes: 2 x 2.00
    ["12T10:00", "12T14:00", 0, { validations: ["cinema"] }],
    ["12T08:00", "12T22:00", 3_000], // 12 paid hours: 4.00 + 10 x 4.00 = 44.00, cap 30.00
  ],
  hospital: [
    ["12T10:00", "12T10:30", 0],
    ["12T10:00", "12T11:30", 300],
    ["12T10:00", "12T18:00", 600], // 8 x 1.50 = 12.00, cap 6.00
    ["12T10:00", "12T11:30", 150, { validations: ["outpatient"] }],
    ["12T10:00", "12T18:00", 0, { entitlement: "disabled" }],
    ["10T00:00", "16T23:59", 2_000], // 7 days x 6.00 = 42.00, week cap 20.00
  ],
  residential: [
    ["12T10:00", "15T10:00", 0, { permit: "permitParking" }],
    ["12T10:00", "12T13:00", 200, { propulsion: "electric" }], // 2 of 3 hours free
    ["12T10:00", "12T12:10", 600],
    ["12T20:50", "12T21:40", 200], // the started hour runs on over 21:00
    ["12T20:00", "13T08:00", 900], // 1 hour, the night, 1 hour
  ],
  eventLot: [
    ["15T17:00", "15T23:00", 1_500],
    ["15T10:00", "15T12:10", 600],
    ["12T17:00", "12T19:00", 400],
    ["12T08:00", "12T23:00", 1_500], // 15 x 2.00 = 30.00, cap 15.00
  ],
};

function quote(tariff: Tariff, [entry, exit, , conditions]: Example): number {
  const at = (time: string) => `2025-03-${time}:00+08:00`;
  const stay = stayFromPublished({ entry: at(entry), exit: at(exit), ...(conditions && { conditions }) });
  return priceStay(prepareTariff(tariff, clock), stay).feeMinor;
}

test("what has no name in a template has none in the draft", () => {
  const collections = [
    { id: "day", name: "day", rateLines: [] },
    { id: "rest", rateLines: [] },
  ];
  const rateTables = [{ id: "all", version: 1, rateLineCollections: collections }];
  const template = {
    id: "small",
    names: { day: { en: "By day", "zh-CN": "日间" } },
    tariff: { rateTables, rateEligibility: [{ rateTable: "all" }] },
  };
  const [table] = templateTariff(template, { currency: "EUR", locale: "zh-CN" }).rateTables;
  expect(table).toEqual({
    ...rateTables[0],
    rateLineCollections: [
      { id: "day", name: "日间", rateLines: [] },
      { id: "rest", rateLines: [] },
    ],
  });
});

describe.each(tariffTemplates.map((template) => [template.id, template] as const))("%s", (id, template) => {
  test.each(["EUR", "JPY", "KWD"])("is a draft without a finding in %s", (currency) => {
    for (const locale of ["en", "zh-CN"] as const) {
      expect(checkTariff(tariffSchema.parse(templateTariff(template, { currency, locale })))).toEqual([]);
    }
  });

  test("names its parts in both languages", () => {
    const text = JSON.stringify(templateTariff(template, { currency: "EUR", locale: "zh-CN" }));
    for (const name of Object.values(template.names)) expect(text).toContain(`ame":"${name["zh-CN"]}"`);
  });

  test.each(examples[id]!)("%s to %s costs %i", (...example: Example) => {
    const tariff = templateTariff(template, { currency: "CNY", locale: "en" });
    const withEvent: Tariff = { ...tariff, specialDays: [{ date: "2025-03-15", type: "publicEventDay" }] };
    expect(quote(id === "eventLot" ? withEvent : tariff, example)).toBe(example[2]);
  });
});
