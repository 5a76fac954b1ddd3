import { describe, expect, test } from "vitest";
import type { RateLine, RateTable } from "../model/rate-table.ts";
import { tableOverrides } from "./table-overrides.ts";
import { takeVersion } from "./take-version.ts";

const hour = (
  value: number,
  more: { durationStart?: number; durationEnd?: number; incrementPeriod?: number } = {},
): RateLine => ({ rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 60, value, ...more });
const upTo = (durationEnd: number | undefined, value: number): RateLine => ({
  rateLineType: "flatRateTier",
  ...(durationEnd !== undefined && { durationEnd }),
  value,
});
const day = (rateLines: RateLine[]) => ({ id: "day", name: "Day", rateLines });
const night = (value: number) => ({ id: "night", rateLines: [hour(value)] });
const table = (more: Partial<RateTable> = {}): RateTable => ({
  id: "visitors",
  version: 1,
  freePeriod: { minutes: 15, mode: "onlyIfWithin" },
  rateLineCollections: [day([hour(500)])],
  caps: [{ scope: "rolling", minutes: 1_440, amount: 5_000 }],
  ...more,
});
const prices = (...rateLines: RateLine[]) => table({ rateLineCollections: [day(rateLines)] });
const dayLines = ["rateLineCollections", "day", "rateLines"];

describe("what a lot says otherwise", () => {
  test("is one thing for each sentence, and nothing of the lot's own name and number for the table", () => {
    const base = table({ rateTableName: "Visitors" });
    const mine = table({
      id: "gaeste",
      version: 3,
      freePeriod: { minutes: 20, mode: "subtract" },
      rateLineCollections: [day([hour(600, { durationEnd: 120 }), hour(300, { durationStart: 120 })]), night(100)],
      minimumCharge: 50,
    });
    expect(tableOverrides(base, mine)).toEqual([
      { path: ["rateTableName"], kind: "removed" },
      { path: ["freePeriod"], kind: "changed" },
      { path: ["minimumCharge"], kind: "added" },
      { path: [...dayLines, "incrementingRate 0"], kind: "changed" },
      { path: [...dayLines, "incrementingRate 120"], kind: "added" },
      { path: ["rateLineCollections", "night"], kind: "added" },
    ]);
    expect(tableOverrides(base, { ...base, id: "other", version: 9 })).toEqual([]);
  });

  test("caps are known by what they limit, and two of a kind are told apart", () => {
    const first = { scope: "calendarDay", amount: 100, index: { from: 1, to: 5 } } as const;
    const later = { scope: "calendarDay", amount: 50, index: { from: 6 } } as const;
    const base = table({ caps: [first, later, later, { scope: "perStay", amount: 900 }] });
    const mine = table({ caps: [first, { ...later, amount: 40 }, { ...later, amount: 30 }] });
    expect(tableOverrides(base, mine)).toEqual([
      { path: ["caps", "calendarDay  6"], kind: "changed" },
      { path: ["caps", "calendarDay  6 #2"], kind: "changed" },
      { path: ["caps", "perStay"], kind: "removed" },
    ]);
  });

  test("an order is one thing, too: where two collections hold, the first counts", () => {
    const base = table({ rateLineCollections: [day([hour(500)]), night(100)] });
    const mine = table({ rateLineCollections: [night(100), day([hour(500)])] });
    expect(tableOverrides(base, mine)).toEqual([{ path: ["rateLineCollections", "(order)"], kind: "changed" }]);
  });
});

describe("a new version", () => {
  test("comes to a lot that keeps its own price", () => {
    const next = table({ freePeriod: { minutes: 30, mode: "onlyIfWithin" } });
    const taken = takeVersion({ base: table(), mine: prices(hour(600)), next });
    expect(taken).toEqual({
      table: { ...prices(hour(600)), freePeriod: { minutes: 30, mode: "onlyIfWithin" } },
      kept: [{ path: [...dayLines, "incrementingRate 0"], kind: "changed" }],
      conflicts: [],
    });
  });

  test("may end a line whose price the lot has changed, and go on with another", () => {
    const next = prices(hour(500, { durationEnd: 120 }), hour(300, { durationStart: 120 }));
    const { table: merged, conflicts } = takeVersion({ base: prices(hour(500)), mine: prices(hour(600)), next });
    expect(conflicts).toEqual([]);
    expect(merged).toEqual(prices(hour(600, { durationEnd: 120 }), hour(300, { durationStart: 120 })));
  });

  test("may let a line that it ended before run on again", () => {
    const base = prices(hour(500, { durationEnd: 120 }));
    const mine = prices(hour(600, { durationEnd: 120 }));
    expect(takeVersion({ base, mine, next: prices(hour(500)) }).table).toEqual(prices(hour(600)));
  });

  test("never mixes what a price costs with what it is for", () => {
    const next = prices(hour(500, { incrementPeriod: 30 }));
    const sides = { base: prices(hour(500)), mine: prices(hour(600)), next };
    const [conflict] = takeVersion(sides).conflicts;
    expect(conflict).toEqual({
      id: "rateLineCollections/day/rateLines/incrementingRate 0",
      path: [...dayLines, "incrementingRate 0"],
    });
    expect(takeVersion(sides).table).toEqual(prices(hour(600)));
    expect(takeVersion(sides, { [conflict!.id]: "mine" }).table).toEqual(prices(hour(600)));
    expect(takeVersion(sides, { [conflict!.id]: "next" })).toMatchObject({ table: next, kept: [] });
  });

  test("that changes what the lot has taken out asks, and takes nothing in unasked", () => {
    const both = (value: number) => table({ rateLineCollections: [day([hour(500)]), night(value)] });
    const sides = { base: both(100), mine: table(), next: both(200) };
    expect(takeVersion(sides)).toMatchObject({
      table: table(),
      conflicts: [{ id: "rateLineCollections/night", path: ["rateLineCollections", "night"] }],
    });
    expect(takeVersion(sides, { "rateLineCollections/night": "next" }).table).toEqual(both(200));
  });

  test("what both have changed alike is no conflict", () => {
    const same = { ...table(), minimumCharge: 200 };
    expect(takeVersion({ base: table(), mine: { ...same, caps: [] }, next: same })).toMatchObject({
      table: { ...same, caps: [] },
      conflicts: [],
    });
  });

  test("steps of a ladder that both added stand in between", () => {
    const base = prices(upTo(60, 200), upTo(120, 400), upTo(undefined, 900));
    const mine = prices(upTo(60, 200), upTo(90, 300), upTo(120, 400), upTo(undefined, 900));
    const next = prices(upTo(30, 100), upTo(60, 250), upTo(120, 400), upTo(undefined, 950));
    expect(takeVersion({ base, mine, next }).table).toEqual(
      prices(upTo(30, 100), upTo(60, 250), upTo(90, 300), upTo(120, 400), upTo(undefined, 950)),
    );
  });

  test("follows who moved a collection, and asks where both did", () => {
    const [a, b, c] = ["a", "b", "c"].map((id) => ({ id, rateLines: [hour(100)] }));
    const of = (...rateLineCollections: RateTable["rateLineCollections"]) => table({ rateLineCollections });
    const base = of(a!, b!, c!);
    const dearer = { ...c!, rateLines: [hour(200)] };
    expect(takeVersion({ base, mine: of(b!, a!, c!), next: of(a!, b!, dearer) }).table).toEqual(of(b!, a!, dearer));
    expect(takeVersion({ base, mine: of(a!, b!, dearer), next: of(c!, a!, b!) }).table).toEqual(of(dearer, a!, b!));
    const sides = { base, mine: of(b!, a!, c!), next: of(c!, a!, b!) };
    expect(takeVersion(sides)).toMatchObject({
      table: of(b!, a!, c!),
      conflicts: [{ id: "rateLineCollections/(order)" }],
    });
    expect(takeVersion(sides, { "rateLineCollections/(order)": "next" }).table).toEqual(of(c!, a!, b!));
  });

  test("asks about prices that cannot be told apart all at once", () => {
    const sides = {
      base: prices(hour(500), hour(100)),
      mine: prices(hour(500), hour(200)),
      next: prices(hour(100), hour(500)),
    };
    const [conflict] = takeVersion(sides).conflicts;
    expect(conflict).toEqual({ id: "rateLineCollections/day/rateLines", path: dayLines });
    expect(takeVersion(sides, { [conflict!.id]: "next" }).table).toEqual(sides.next);
  });

  test("that makes no table together with the lot's is chosen as a whole", () => {
    const two = table({ rateLineCollections: [day([hour(500)]), night(100)] });
    const sides = {
      base: two,
      mine: table({ id: "v", version: 2, rateLineCollections: [day([hour(500)])] }),
      next: table({ rateLineCollections: [night(100)] }),
    };
    expect(takeVersion(sides)).toMatchObject({ table: sides.mine, conflicts: [{ id: "", path: [] }] });
    expect(takeVersion(sides, { "": "next" })).toEqual({
      table: { ...sides.next, id: "v", version: 2 },
      kept: [],
      conflicts: [{ id: "", path: [] }],
    });
  });
});
