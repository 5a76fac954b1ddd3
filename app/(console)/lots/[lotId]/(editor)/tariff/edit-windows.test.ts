import { expect, it } from "vitest";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import { addNight, moveWindowEdge, removeWindow, windowOf } from "./edit-windows.ts";

const plain = hourlyTariff({ currency: "CNY", rateTableName: "Visitors", hourMinor: 500 }).rateTables[0]!;
const names = { day: "Day", night: "Night" };
const split = addNight(plain, names, 2000);
const windows = (table: typeof plain) => table.rateLineCollections.map(windowOf);

it("splits a price into a day and one night across midnight", () => {
  expect(windows(split)).toEqual([
    { timeOfDayStart: 480, timeOfDayEnd: 1320 },
    { timeOfDayStart: 1320, timeOfDayEnd: 480 },
  ]);
});

it("moves the neighbour with an edge, so that no gap and no overlap is made", () => {
  const { table, moved } = moveWindowEdge(split, 0, "timeOfDayEnd", 1260);
  expect(windows(table)).toEqual([
    { timeOfDayStart: 480, timeOfDayEnd: 1260 },
    { timeOfDayStart: 1260, timeOfDayEnd: 480 },
  ]);
  expect(moved?.name).toBe("Night");
  const other = moveWindowEdge(table, 1, "timeOfDayEnd", 420);
  expect(windows(other.table)[0]).toEqual({ timeOfDayStart: 420, timeOfDayEnd: 1260 });
});

it("lets the last price hold at all times when the other window goes", () => {
  expect(removeWindow(split, 1).rateLineCollections[0]?.periods).toBeUndefined();
});
