import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { RateTable } from "../model/rate-table.ts";
import { arbitraryTable } from "../price/testing/arbitrary-tariff.ts";
import { type TableOverride, tableOverrides } from "./table-overrides.ts";
import { type Choice, takeVersion } from "./take-version.ts";

const runs = Number(process.env.LIFTGATE_PROPERTY_RUNS) || 150;

/** A table, and two that somebody made from it by taking some parts from others. */
const history = fc
  .record({
    base: arbitraryTable,
    others: fc.tuple(arbitraryTable, arbitraryTable),
    picks: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
  })
  .map(({ base, others: [first, second], picks }) => ({
    base,
    mine: mixed(base, first, picks.slice(0, 20)),
    next: mixed(base, second, picks.slice(20)),
  }));

function mixed(base: RateTable, other: RateTable, picks: readonly boolean[]): RateTable {
  const [caps, free, unit, ...rest] = picks;
  const collections = base.rateLineCollections.map((own, place) => {
    const theirs = other.rateLineCollections[place];
    if (!theirs || !rest[place]) return own;
    return { ...own, ...(rest[place + 4] ? { rateLines: theirs.rateLines } : theirs) };
  });
  const more = other.rateLineCollections.slice(base.rateLineCollections.length).filter((_, place) => rest[place + 8]);
  const { freeAllowance: own, ...table } = base;
  const freeAllowance = free ? other.freeAllowance : own;
  return {
    ...table,
    ...(caps && other.caps && { caps: other.caps }),
    ...(freeAllowance && { freeAllowance }),
    ...(unit && { unitAtBoundary: other.unitAtBoundary ?? "restart" }),
    rateLineCollections: rest[12] ? [...collections, ...more].toReversed() : [...collections, ...more],
  };
}

const id = ({ path }: { path: readonly string[] }) => path.join("/");
const touches = (one: TableOverride, another: { path: readonly string[] }) =>
  `${id(one)}/`.startsWith(`${id(another)}/`) || `${id(another)}/`.startsWith(`${id(one)}/`);

test("a lot that says nothing otherwise takes the new version exactly", () => {
  const versions = fc.record({ base: arbitraryTable, next: arbitraryTable });
  fc.assert(
    fc.property(versions, ({ base, next }) => {
      expect(takeVersion({ base, mine: base, next })).toEqual({ table: next, kept: [], conflicts: [] });
    }),
    { numRuns: runs },
  );
});

test("a version that changes nothing leaves the lot as it is", () => {
  fc.assert(
    fc.property(history, ({ base, mine }) => {
      const { table, kept, conflicts } = takeVersion({ base, mine, next: base });
      expect({ table, kept, conflicts }).toEqual({ table: mine, kept: tableOverrides(base, mine), conflicts: [] });
    }),
    { numRuns: runs },
  );
});

test("what only one side changed is as that side has it; what both changed is as was chosen", () => {
  const choice = fc.constantFrom<Choice>("mine", "next");
  fc.assert(
    fc.property(history, choice, ({ base, mine, next }, chosen) => {
      const asked = takeVersion({ base, mine, next }).conflicts;
      const choices = Object.fromEntries(asked.map((conflict) => [conflict.id, chosen]));
      const { table, conflicts } = takeVersion({ base, mine, next }, choices);
      expect(conflicts.map((each) => each.id)).toEqual(asked.map((each) => each.id));
      const [here, there] = [tableOverrides(base, mine), tableOverrides(base, next)];
      const [fromMine, fromNext] = [tableOverrides(mine, table).map(id), tableOverrides(next, table).map(id)];
      const isOrder = (one: TableOverride) => one.path.at(-1) === "(order)";
      const alone = (these: readonly TableOverride[], those: readonly TableOverride[]) =>
        these.filter((one) => !isOrder(one) && ![...those, ...asked].some((other) => touches(one, other))).map(id);
      expect(alone(here, there).filter((one) => fromMine.includes(one))).toEqual([]);
      expect(alone(there, here).filter((one) => fromNext.includes(one))).toEqual([]);
      const ofChosen = chosen === "mine" ? fromMine : fromNext;
      // A line's price and reach may come from two sides, of which the conflict is in one.
      const settled = asked.map(id).filter((one) => one !== "" && !one.includes("/rateLines/"));
      expect(settled.filter((one) => ofChosen.includes(one) && !one.endsWith("(order)"))).toEqual([]);
    }),
    { numRuns: runs },
  );
});

test("what the lot keeps is what still differs from the new version, and nothing that it never said", () => {
  fc.assert(
    fc.property(history, ({ base, mine, next }) => {
      const { table, kept, conflicts } = takeVersion({ base, mine, next });
      expect(kept).toEqual(tableOverrides(next, table));
      const said = [...tableOverrides(base, mine), ...conflicts];
      const isSaid = (one: TableOverride) => said.some((other) => touches(one, other));
      expect(kept.filter((one) => one.path.at(-1) !== "(order)" && !isSaid(one))).toEqual([]);
    }),
    { numRuns: runs },
  );
});
