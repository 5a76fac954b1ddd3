import { expect, test } from "vitest";
import type { TariffDifference } from "../verify/tariff/tariff-difference.ts";
import { locales } from "./locale.ts";
import { tariffDifferenceText } from "./tariff-difference-text.ts";

const enterAt = Date.UTC(2026, 4, 4, 10);
const plain: TariffDifference = {
  conditions: [],
  isForAll: true,
  daysOfWeek: [1, 2, 3, 4, 5, 6, 7],
  dates: [],
  entry: { from: 0, to: 1_439 },
  from: { by: "stay", minutes: 60 },
  to: { by: "stay", minutes: 180 },
  direction: "dearer",
  change: { leastMinor: 100, mostMinor: 300 },
  witness: {
    stay: { entryAt: enterAt, exitAt: enterAt + 120 * 60_000 },
    entered: { date: "2026-05-04", dayOfWeek: 1, minuteOfDay: 600 },
    beforeMinor: 600,
    afterMinor: 800,
  },
};
const kinds = (conditions: TariffDifference["conditions"]) => ({ conditions, isForAll: false });
const classes = (...names: string[]) => kinds(names.map((vehicleClass) => ({ vehicleClass })));
const onDates = (...dates: string[]) => ({ daysOfWeek: [], dates });

/** Whom, when, how long and by how much: the sentence up to its example. */
const differences: [change: Partial<TariffDifference>, en: string, zh: string][] = [
  [
    {},
    "All vehicles entering at any time and staying 1 h to 3 h: €1.00 to €3.00 more.",
    "所有车辆，任何时间入场，停 1小时至3小时：多收 €1.00 至 €3.00。",
  ],
  [
    { ...kinds([{ vehicleClass: "bus", propulsion: "electric", permit: "permitParking" }, {}]), direction: "cheaper" },
    "Bus, electric, parking permit and other vehicles entering at any time and staying 1 h to 3 h: €1.00 to €3.00 less.",
    "大型客车、纯电动、停车许可和其他车辆，任何时间入场，停 1小时至3小时：少收 €1.00 至 €3.00。",
  ],
  [
    kinds([{ zone: "A", product: "flex", entitlement: "resident", season: "high", validations: ["shop"] }]),
    "Zone A, product flex, entitlement resident, season high, validation shop entering at any time and staying 1 h to 3 h: €1.00 to €3.00 more.",
    "区域 A、产品 flex、资格 resident、季节 high、优惠 shop，任何时间入场，停 1小时至3小时：多收 €1.00 至 €3.00。",
  ],
  [
    kinds([{ entriesToday: 2 }, { entriesLastHour: 3 }, { lostCredential: true }]),
    "Entry 2 of the day, entry 3 of the hour and without a ticket entering at any time and staying 1 h to 3 h: €1.00 to €3.00 more.",
    "当天第 2 次入场、一小时内第 3 次入场和凭证遗失，任何时间入场，停 1小时至3小时：多收 €1.00 至 €3.00。",
  ],
  [
    classes("car", "bus", "lorry", "motorcycle", "moped"),
    "Car, bus, lorry and 2 other kinds entering at any time and staying 1 h to 3 h: €1.00 to €3.00 more.",
    "小型车、大型客车、货车和其他 2 类，任何时间入场，停 1小时至3小时：多收 €1.00 至 €3.00。",
  ],
  [
    { entry: { from: 0, to: 1_425, everyMinutes: 15 } },
    "All vehicles entering at any time and staying 1 h to 3 h: €1.00 to €3.00 more.",
    "所有车辆，任何时间入场，停 1小时至3小时：多收 €1.00 至 €3.00。",
  ],
  [
    { entry: { from: 480, to: 600, everyMinutes: 15 } },
    "All vehicles entering between 08:00 and 10:00 and staying 1 h to 3 h: €1.00 to €3.00 more.",
    "所有车辆，08:00–10:00入场，停 1小时至3小时：多收 €1.00 至 €3.00。",
  ],
  [
    { daysOfWeek: [1, 2, 3, 4, 5], entry: { from: 480, to: 1_319 } },
    "All vehicles entering on Monday to Friday between 08:00 and 21:59 and staying 1 h to 3 h: €1.00 to €3.00 more.",
    "所有车辆，周一至周五 08:00–21:59入场，停 1小时至3小时：多收 €1.00 至 €3.00。",
  ],
  [
    { daysOfWeek: [6, 7] },
    "All vehicles entering on Saturdays and Sundays and staying 1 h to 3 h: €1.00 to €3.00 more.",
    "所有车辆，周六和周日入场，停 1小时至3小时：多收 €1.00 至 €3.00。",
  ],
  [
    { ...onDates("2026-05-04", "2026-05-05"), entry: { from: 600, to: 600 } },
    "All vehicles entering on 2026-05-04 and 2026-05-05 at 10:00 and staying 1 h to 3 h: €1.00 to €3.00 more.",
    "所有车辆，2026-05-04和2026-05-05 10:00入场，停 1小时至3小时：多收 €1.00 至 €3.00。",
  ],
  [
    onDates("2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04", "2026-05-05"),
    "All vehicles entering on 2026-05-01, 2026-05-02, 2026-05-03 and 2 other days and staying 1 h to 3 h: €1.00 to €3.00 more.",
    "所有车辆，2026-05-01、2026-05-02、2026-05-03和其他 2 天入场，停 1小时至3小时：多收 €1.00 至 €3.00。",
  ],
  [
    { from: { by: "stay", minutes: 120 }, to: { by: "stay", minutes: 120 }, change: { leastMinor: 5, mostMinor: 5 } },
    "All vehicles entering at any time and staying 2 h: €0.05 more.",
    "所有车辆，任何时间入场，停 2小时：多收 €0.05。",
  ],
  [
    { from: { by: "exit", minutes: 481 }, to: { by: "exit", minutes: 1_440 + 600 } },
    "All vehicles entering at any time and leaving not before 08:01, leaving not after 10:00 the next day: €1.00 to €3.00 more.",
    "所有车辆，任何时间入场，不早于 08:01 出场，不晚于次日 10:00 出场：多收 €1.00 至 €3.00。",
  ],
  [
    { from: { by: "stay", minutes: 30 }, to: { by: "exit", minutes: 3 * 1_440 } },
    "All vehicles entering at any time and staying at least 30 min, leaving not after 00:00 3 days later: €1.00 to €3.00 more.",
    "所有车辆，任何时间入场，至少停 30分钟，不晚于3 天后 00:00 出场：多收 €1.00 至 €3.00。",
  ],
  [
    { from: { by: "exit", minutes: 481 }, to: { by: "stay", minutes: 2_880 } },
    "All vehicles entering at any time and leaving not before 08:01, staying at most 2 d: €1.00 to €3.00 more.",
    "所有车辆，任何时间入场，不早于 08:01 出场，最多停 2天：多收 €1.00 至 €3.00。",
  ],
];

const without = ({ change: _, ...rest }: TariffDifference): TariffDifference => rest;

test.each(differences)("%j is said with whom, when, how long and how much", (change, en, zh) => {
  const said = locales.map((locale) => tariffDifferenceText({ ...plain, ...change }, "EUR", locale));
  expect(said).toEqual([
    `${en} For example 2 h from Monday 10:00: €6.00 before, €8.00 now.`,
    `${zh}例如 周一 10:00 入场停 2小时：原 €6.00，现 €8.00。`,
  ]);
});

test("a price that is new or gone is said as such", () => {
  const { witness } = plain;
  const priced = without({ ...plain, direction: "priced", witness: { ...witness, beforeMinor: null } });
  const unpriced = without({ ...plain, direction: "unpriced", witness: { ...witness, afterMinor: null } });
  const said = [priced, unpriced].map((one) => locales.map((locale) => tariffDifferenceText(one, "EUR", locale)));
  expect(said).toEqual([
    [
      "All vehicles entering at any time and staying 1 h to 3 h: there is a price now, and was none. For example 2 h from Monday 10:00: no price before, €8.00 now.",
      "所有车辆，任何时间入场，停 1小时至3小时：原无价格，现有价格。例如 周一 10:00 入场停 2小时：原 无价格，现 €8.00。",
    ],
    [
      "All vehicles entering at any time and staying 1 h to 3 h: there is no price any more. For example 2 h from Monday 10:00: €6.00 before, no price now.",
      "所有车辆，任何时间入场，停 1小时至3小时：不再有价格。例如 周一 10:00 入场停 2小时：原 €6.00，现 无价格。",
    ],
  ]);
});
