import * as fc from "fast-check";
import { expect, it } from "vitest";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import type { RateTable } from "#engine/model/rate-table.ts";
import { addDays, edgesOf, minuteWithin, moveEdge, splitBlock, stripsOf } from "./day-strip.ts";
import { addNight, removeWindow } from "./edit-windows.ts";

const plain = hourlyTariff({ currency: "CNY", rateTableName: "Visitors", hourMinor: 500 }).rateTables[0]!;
const split = addNight(plain, { day: "Day", night: "Night" }, 2000);
const windows = (table: RateTable) =>
  table.rateLineCollections.map(({ periods }) => [periods?.[0]?.timeOfDayStart, periods?.[0]?.timeOfDayEnd]);
const edges = (table: RateTable) => edgesOf(stripsOf(table)[0]!);

it("splits a price into a day and one night across midnight", () => {
  expect(windows(split)).toEqual([
    [480, 1320],
    [1320, 480],
  ]);
  expect(stripsOf(split)[0]?.blocks.map(({ start, length }) => [start, length])).toEqual([
    [480, 840],
    [1320, 600],
  ]);
});

it("moves the neighbour with an edge", () => {
  const [morning, evening] = edges(split);
  expect(windows(moveEdge(split, evening!, 1260))).toEqual([
    [480, 1260],
    [1260, 480],
  ]);
  expect(windows(moveEdge(split, morning!, minuteWithin(morning!, 0)!))).toEqual([
    [0, 1320],
    [1320, 0],
  ]);
});

it("lets an edge go no further than the far edge of its neighbours", () => {
  const three = splitBlock(split, stripsOf(split)[0]!, "Afternoon");
  expect(windows(three)).toEqual([
    [480, 900],
    [900, 1320],
    [1320, 480],
  ]);
  const noon = edges(three).find(({ minute }) => minute === 900)!;
  expect(minuteWithin(noon, 1380)).toBeNull();
  expect(windows(moveEdge(three, noon, 2000))[1]).toEqual([1315, 1320]);
});

it("draws no gap and no overlap, however edges are moved and blocks are cut and removed", () => {
  const acts = fc.array(fc.tuple(fc.nat(5), fc.nat(20), fc.integer({ min: -3000, max: 3000 })), { maxLength: 25 });
  fc.assert(
    fc.property(acts, (list) => {
      let table = split;
      for (const [act, which, minute] of list) {
        const strip = stripsOf(table)[0];
        if (!strip) break;
        const all = edgesOf(strip);
        const edge = all[which % Math.max(1, all.length)];
        if (act === 0) table = splitBlock(table, strip, "More");
        else if (act === 1 && strip.blocks.length > 2) table = removeWindow(table, which % strip.blocks.length);
        else if (edge) table = moveEdge(table, edge, minute);
        const blocks = stripsOf(table)[0]!.blocks;
        expect(blocks.reduce((sum, block) => sum + block.length, 0)).toBe(1440);
      }
    }),
  );
});

it("lets the last price hold at all times when the other window goes", () => {
  expect(removeWindow(split, 1).rateLineCollections[0]?.periods).toBeUndefined();
});

it("asks prices of other days before the rest", () => {
  expect(addDays(split, [6, 7], "Weekend").rateLineCollections.map(({ name }) => name)).toEqual([
    "Weekend",
    "Day",
    "Night",
  ]);
});
