import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ClockTable } from "../../model/clock-table.ts";
import { type RateTable, type Tariff, tariffSchema } from "../../model/rate-table.ts";
import { prepareTariff } from "../../price/prepare-tariff.ts";
import { priceStay } from "../../price/price-stay.ts";
import { diagnosticText } from "../../words/diagnostic-text.ts";
import type { Finding, Fix } from "../finding.ts";
import { verifyTariff } from "./verify-tariff.ts";

const folder = new URL("../../price/golden/", import.meta.url);
const read = <T>(file: string): T => JSON.parse(readFileSync(new URL(file, folder), "utf8"));
const clocks = read<Record<string, ClockTable>>("clocks.json");
const berlin = clocks["Europe/Berlin"]!;
const around = Date.UTC(2026, 2, 2);

const hourly = (value: number, id = "all") => ({
  id,
  rateLines: [{ rateLineType: "incrementingRate" as const, durationStart: 0, incrementPeriod: 60, value }],
});
const window = (timeOfDayStart: number, timeOfDayEnd: number) => ({ periods: [{ timeOfDayStart, timeOfDayEnd }] });
const table = (part: Partial<RateTable> = {}): RateTable => ({
  id: "t",
  version: 1,
  rateLineCollections: [hourly(300)],
  ...part,
});
const tariff = (part: Partial<Tariff> = {}): Tariff => ({
  currency: "EUR",
  minorUnitDigits: 2,
  rateTables: [table()],
  rateEligibility: [{ rateTable: part.rateTables?.[0]?.id ?? "t" }],
  ...part,
});

function found(subject: Tariff, country = "DE", clock = berlin) {
  const { findings } = verifyTariff(tariffSchema.parse(subject), { clock, country, around });
  for (const one of findings) expect(repriced(subject, one, clock)).toEqual(shown(one));
  return findings.map((one) => [one.code, diagnosticText(one, "en")]);
}

const codes = (subject: Tariff, country = "DE") => found(subject, country).map(([code]) => code);

function shown({ witness }: Finding): number[] {
  return witness?.kind === "stays" ? witness.stays.map(({ feeMinor }) => feeMinor) : [];
}

function repriced(subject: Tariff, { witness }: Finding, clock: ClockTable): number[] {
  if (witness?.kind !== "stays") return [];
  const prepared = prepareTariff(subject, clock);
  return witness.stays.map(({ stay }) => priceStay(prepared, stay).feeMinor);
}

/** The tariff after one click. */
function mended(subject: Tariff, fix: Fix | undefined): Tariff {
  const copy = structuredClone({ tariff: subject });
  if (fix?.kind !== "setValue" && fix?.kind !== "removeValue") throw new Error("no fix");
  const last = fix.path.at(-1)!;
  // biome-ignore lint/suspicious/noExplicitAny: walks a path that only the fix knows
  const parent = fix.path.slice(0, -1).reduce<any>((value, key) => value[key], copy);
  if (fix.kind === "setValue") parent[last] = fix.value;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return tariffSchema.parse(copy.tariff);
}

function mend(subject: Tariff, code: string, country = "DE"): Tariff {
  const { findings } = verifyTariff(subject, { clock: berlin, country, around });
  const after = mended(subject, findings.find((one) => one.code === code)?.fix);
  expect(codes(after, country)).not.toContain(code);
  return after;
}

const earlyBird = (value: number) =>
  tariff({
    rateTables: [
      table({
        id: "early-bird",
        timesOfDay: [{ daysOfWeek: [1, 2, 3, 4, 5], latestStart: 570, earliestEnd: 900, latestEnd: 1140 }],
        rateLineCollections: [{ id: "all", rateLines: [{ rateLineType: "flatRate", durationStart: 0, value }] }],
      }),
      table({ id: "hourly", caps: [{ scope: "rolling", minutes: 1440, amount: 2500 }] }),
    ],
    rateEligibility: [{ rateTable: "early-bird" }, { rateTable: "hourly" }],
  });

describe("a fee that falls", () => {
  test("is shown where an early bird waits for a late exit", () => {
    const [first] = found(earlyBird(800));
    expect(first).toEqual([
      "fee.fallsInWindow",
      "Entering on Monday 08:00, 6 h 59 min cost €21.00 and 7 h only €8.00: “early-bird” is only for cars that leave within its hours. Check that this is meant.",
    ]);
  });

  test("is not flagged where the early bird is as dear as the hours before", () => {
    expect(codes(earlyBird(2500))).toEqual([]);
  });

  test("is shown where the time of exit chooses the price", () => {
    const night = { ...window(1320, 480), id: "night", rateLines: [] };
    const subject = table({ periodSelection: "exitTime", rateLineCollections: [night, hourly(300, "day")] });
    expect(codes(tariff({ rateTables: [subject] }))).toEqual(["fee.fallsByExitTime"]);
  });

  test("is not flagged where the time of entry chooses the price", () => {
    const night = { ...window(1320, 480), id: "night", rateLines: [] };
    const subject = table({ periodSelection: "entryTime", rateLineCollections: [night, hourly(300, "day")] });
    expect(codes(tariff({ rateTables: [subject] }))).toEqual([]);
  });

  const tiers = (...values: number[]) =>
    table({
      rateLineCollections: [
        {
          id: "all",
          rateLines: values.map((value, index) => ({
            rateLineType: "flatRateTier",
            durationEnd: (index + 1) * 60,
            value,
          })),
        },
      ],
    });

  test("is shown at a total that is lower than the one before", () => {
    expect(found(tariff({ rateTables: [tiers(200, 500, 400)] }))).toEqual([
      [
        "fee.fallsInTier",
        "Entering on Monday 08:00, 2 h cost €5.00 and 2 h 1 min only €4.00: this total is lower than the one before it. Raise it, or lower the one before.",
      ],
    ]);
  });

  test("is shown later by the free time that is taken off", () => {
    const freePeriod = { minutes: 30, mode: "subtract" as const };
    expect(found(tariff({ rateTables: [{ ...tiers(200, 500, 400), freePeriod }] }))).toEqual([
      [
        "fee.fallsInTier",
        "Entering on Monday 08:00, 2 h 30 min cost €5.00 and 2 h 31 min only €4.00: this total is lower than the one before it. Raise it, or lower the one before.",
      ],
    ]);
  });

  test("is not flagged where a limit hides the lower total, but is not called decided either", () => {
    const subject = tariff({ rateTables: [{ ...tiers(200, 500, 400), caps: [{ scope: "perStay", amount: 200 }] }] });
    const { findings, undecided } = verifyTariff(subject, { clock: berlin, country: "DE", around });
    expect(findings.filter(({ code }) => code.startsWith("fee."))).toEqual([]);
    expect(undecided.map(({ question }) => question)).toEqual(["fee.fallsInTier"]);
  });

  test("is shown for the vehicles that it concerns", () => {
    const subject = earlyBird(800);
    subject.rateEligibility[0]!.eligibility = { vehicleTypes: ["car"] };
    const { findings } = verifyTariff(subject, { clock: berlin, country: "DE", around });
    const { witness } = findings[0]!;
    expect(witness?.kind === "stays" && witness.stays.map(({ stay }) => stay.vehicleClass)).toEqual(["car", "car"]);
  });
});

describe("the calendar", () => {
  const lunch = tariff({
    rateTables: [
      table({
        rateLineCollections: [
          { ...hourly(300, "paid"), periods: [{ daysOfWeek: [1, 2, 3, 4, 5] }] },
          { ...hourly(200, "saturday"), periods: [{ daysOfWeek: [6], timeOfDayStart: 540, timeOfDayEnd: 1440 }] },
        ],
      }),
    ],
  });

  test("has a gap where no price holds, and a free period says that it is meant", () => {
    expect(found(lunch)[0]).toEqual([
      "calendar.gap",
      "No price holds on Saturdays from 00:00 to 09:00 (and at one other time), so that time is free. If that is meant, add a period that is free.",
    ]);
    const after = mend(lunch, "calendar.gap");
    const stay = { entryAt: Date.UTC(2026, 2, 5, 9), exitAt: Date.UTC(2026, 2, 11, 18) };
    expect(priceStay(prepareTariff(after, berlin), stay).feeMinor).toBe(
      priceStay(prepareTariff(lunch, berlin), stay).feeMinor,
    );
  });

  const overlapping = tariff({
    rateTables: [
      table({
        unitAtBoundary: "restart",
        rateLineCollections: [
          { ...hourly(300, "day"), ...window(480, 1200) },
          { ...hourly(100, "night"), ...window(1140, 480) },
        ],
      }),
    ],
  });

  test("overlaps where two windows cross, and one click trims the later", () => {
    expect(found(overlapping)).toEqual([
      [
        "calendar.overlap",
        "“day” and “night” both hold from 19:00 to 20:00: “day” counts, and this part of “night” never does.",
      ],
    ]);
    const after = mend(overlapping, "calendar.overlap");
    expect(after.rateTables[0]!.rateLineCollections[1]!.periods).toEqual([{ timeOfDayStart: 1200, timeOfDayEnd: 480 }]);
  });

  test("does not overlap where an exception lies inside another window or is for fewer days", () => {
    const collections = [
      { ...hourly(0, "lunch"), ...window(720, 780) },
      { ...hourly(500, "friday"), periods: [{ daysOfWeek: [5], timeOfDayStart: 1080, timeOfDayEnd: 1380 }] },
      { ...hourly(300, "day"), ...window(480, 1200) },
      hourly(100, "else"),
    ];
    expect(
      codes(tariff({ rateTables: [table({ unitAtBoundary: "restart", rateLineCollections: collections })] })),
    ).toEqual([]);
  });

  test("has a collection that never holds where earlier ones cover it", () => {
    const collections = [
      { ...hourly(300, "day"), ...window(480, 1200) },
      { ...hourly(0, "lunch"), ...window(720, 780) },
      hourly(100, "else"),
    ];
    const subject = tariff({ rateTables: [table({ unitAtBoundary: "restart", rateLineCollections: collections })] });
    expect(codes(subject)).toEqual(["collection.neverHolds"]);
    expect(mend(subject, "collection.neverHolds").rateTables[0]!.rateLineCollections.map(({ id }) => id)).toEqual([
      "day",
      "else",
    ]);
  });

  test("does not call a collection dead that holds on one day in fifty years", () => {
    const collections = [
      { ...hourly(300, "day"), periods: [{ dateRanges: [{ start: "2000-01-01", end: "2049-12-30" }] }] },
      hourly(100, "else"),
    ];
    expect(
      codes(tariff({ rateTables: [table({ unitAtBoundary: "restart", rateLineCollections: collections })] })),
    ).toEqual([]);
  });

  test("has special days that nothing asks for, that nothing marks, and that never come", () => {
    const subject = tariff({
      specialDays: [
        { date: "2026-05-01", type: "publicHoliday" },
        { date: "1999-05-01", type: "publicHoliday" },
        { date: "2026-07-01", type: "publicEventDay" },
      ],
      rateTables: [
        table({
          unitAtBoundary: "restart",
          rateLineCollections: [
            { ...hourly(100, "holiday"), periods: [{ specialDays: ["publicHoliday"] }] },
            { ...hourly(100, "school"), periods: [{ specialDays: ["schoolHolidays"] }] },
            hourly(300, "day"),
          ],
        }),
      ],
    });
    expect(found(subject).map(([, text]) => text)).toEqual([
      "No date is marked for school holidays, so this never holds. Add the dates, or remove it here.",
      "1999-05-01 is outside the years that the lot's clock covers and has no effect. Dates like it: 1.",
      "2026-07-01 is marked for event days, but no price asks for such days. Dates marked so: 1.",
    ]);
    expect(mend(subject, "specialDay.unused").specialDays).toHaveLength(2);
  });

  test("is not flagged where days before a holiday are asked for and the holiday is marked", () => {
    const subject = tariff({
      specialDays: [{ date: "2026-05-01", type: "publicHoliday" }],
      rateTables: [
        table({
          unitAtBoundary: "restart",
          rateLineCollections: [
            { ...hourly(100, "eve"), periods: [{ specialDays: ["dayBeforePublicHoliday"] }] },
            hourly(300, "day"),
          ],
        }),
      ],
    });
    expect(codes(subject)).toEqual([]);
  });
});

describe("parts that nothing uses", () => {
  test("are a row behind one that takes every stay, and a table that no row names", () => {
    const subject = tariff({
      rateTables: [table(), table({ id: "moto" }), table({ id: "old" })],
      rateEligibility: [{ rateTable: "t" }, { eligibility: { vehicleTypes: ["motorcycle"] }, rateTable: "moto" }],
    });
    expect(codes(subject)).toEqual(["eligibility.neverUsed", "rateTable.neverUsed"]);
    expect(mend(subject, "eligibility.neverUsed").rateEligibility).toHaveLength(1);
  });

  test("are a row for vehicles that the row before it takes already", () => {
    const subject = tariff({
      rateTables: [table(), table({ id: "moto" })],
      rateEligibility: [
        { eligibility: { vehicleTypes: ["motorcycle", "moped"] }, rateTable: "moto" },
        { eligibility: { vehicleTypes: ["moped"], propulsionEnergyType: ["electric"] }, rateTable: "t" },
        { rateTable: "t" },
      ],
    });
    expect(found(subject)).toEqual([
      ["eligibility.neverUsed", "Row 2, for “t”, is never used: the rows before it take every stay that it is for."],
    ]);
  });

  test("are not a row behind a table that holds for some hours or until some day", () => {
    const subject = earlyBird(2500);
    subject.rateTables[1]!.validityEnd = "2040-01-01";
    subject.rateTables.push(table({ id: "later" }));
    subject.rateEligibility.push({ rateTable: "later" });
    expect(codes(subject)).toEqual([]);
  });

  test("are a version on all of whose days a newer one holds", () => {
    const versions = [table({ validityStart: "2026-01-01", validityEnd: "2027-01-01" }), table({ version: 2 })];
    expect(codes(tariff({ rateTables: versions }))).toEqual(["rateTable.neverInForce"]);
    expect(codes(tariff({ rateTables: [table(), table({ version: 2, validityStart: "2026-06-01" })] }))).toEqual([]);
  });
});

describe("limits", () => {
  test("that no stay reaches are named", () => {
    const collections = [hourly(100)];
    const caps = [{ scope: "rolling" as const, minutes: 1440, amount: 2400 }];
    const subject = tariff({ rateTables: [table({ rateLineCollections: collections, caps })] });
    expect(found(subject)).toEqual([
      [
        "cap.neverBinds",
        "This limit (cap €24.00 per 24 hours) never takes anything off: no stay of up to 365 d reaches it.",
      ],
    ]);
    expect(mend(subject, "cap.neverBinds").rateTables[0]!.caps).toEqual([]);
    caps[0]!.amount = 2399;
    expect(codes(subject)).toEqual([]);
  });

  test("that a shorter limit always keeps from binding are named", () => {
    const caps = [
      { scope: "rolling" as const, minutes: 1440, amount: 1000 },
      { scope: "rolling" as const, minutes: 2880, amount: 2000 },
    ];
    expect(found(tariff({ rateTables: [table({ caps })] })).map(([, text]) => text)).toEqual([
      "This limit (cap €20.00 per 2 days) never takes anything off: no stay of up to 6 d reaches it.",
    ]);
  });

  test("of a night bind for one entry among many", () => {
    const night = { ...hourly(100, "night"), ...window(1320, 480), caps: [{ scope: "period" as const, amount: 900 }] };
    const collections = [night, hourly(300, "day")];
    expect(
      codes(tariff({ rateTables: [table({ unitAtBoundary: "restart", rateLineCollections: collections })] })),
    ).toEqual([]);
  });

  test("below the cheapest price are named", () => {
    expect(found(tariff({ rateTables: [table({ minimumCharge: 300 })] }))).toEqual([
      ["minimum.neverBinds", "The least charge of €3.00 never matters: the cheapest price is €3.00 already."],
    ]);
    expect(codes(tariff({ rateTables: [table({ minimumCharge: 301 })] }))).toEqual([]);
  });

  test("in free time longer than every stay are named", () => {
    const part = { timesOfDay: [{ earliestStart: 1080, latestEnd: 1320 }] };
    const free = (minutes: number) =>
      tariff({
        rateTables: [table({ ...part, freePeriod: { minutes, mode: "onlyIfWithin" } }), table({ id: "else" })],
        rateEligibility: [{ rateTable: "t" }, { rateTable: "else" }],
      });
    expect(found(free(240))).toEqual([
      ["freePeriod.coversAll", "“t” never costs anything: it is for stays of up to 4 h, and 4 h are free."],
    ]);
    expect(codes(free(239))).not.toContain("freePeriod.coversAll");
  });
});

describe("a unit that a period's end cuts", () => {
  const collections = [{ ...hourly(500, "day"), ...window(480, 1320) }, hourly(200, "night")];
  const subject = tariff({ rateTables: [table({ rateLineCollections: collections })] });

  test("is shown with a stay that pays both units, and can be carried over", () => {
    expect(found(subject)).toEqual([
      [
        "unit.cutByPeriod",
        "A stay of 1 h over 08:00 costs €7.00: the period ends within a unit of 1 h, and the next begins its own. If the unit ran out first, the stay would cost €2.00.",
      ],
    ]);
    expect(mend(subject, "unit.cutByPeriod").rateTables[0]!.unitAtBoundary).toBe("carry");
  });

  test("is not flagged where the table says that units restart, or where the time of entry chooses", () => {
    expect(
      codes(tariff({ rateTables: [table({ rateLineCollections: collections, unitAtBoundary: "restart" })] })),
    ).toEqual([]);
    expect(
      codes(tariff({ rateTables: [table({ rateLineCollections: collections, periodSelection: "entryTime" })] })),
    ).toEqual([]);
  });
});

describe("limits fixed by law", () => {
  test("are named for the lot's country only", () => {
    const subject = tariff({ lostCredential: { charge: "added", amount: 1000 } });
    expect(codes(subject, "ES")).toEqual(["law.spainPerMinute"]);
    expect(codes(subject, "FR")).toEqual(["law.franceQuarterHour"]);
    expect(codes(subject, "CL")).toEqual(["law.chileExpired", "law.chileLostTicket"]);
    expect(codes(subject, "CN")).toEqual(["law.chinaFreeTime", "law.chinaDayCap"]);
    expect(codes(subject, "DE")).toEqual([]);
  });

  test("are kept after one click", () => {
    const subject = tariff({
      lostCredential: { charge: "added", amount: 1000 },
      rateTables: [table({ rateLineCollections: [hourly(400)] })],
    });
    mend(subject, "law.spainPerMinute", "ES");
    mend(mend(subject, "law.chileExpired", "CL"), "law.chileLostTicket", "CL");
    const french = mend(subject, "law.franceQuarterHour", "FR");
    expect(french.rateTables[0]!.rateLineCollections[0]!.rateLines).toMatchObject([
      { incrementPeriod: 15, value: 100 },
    ]);
  });

  test("are not flagged where free time and a limit for a day are set", () => {
    const part = {
      freePeriod: { minutes: 15, mode: "onlyIfWithin" as const },
      caps: [{ scope: "rolling" as const, minutes: 1440, amount: 2000 }],
    };
    expect(codes(tariff({ rateTables: [table(part)] }), "CN")).toEqual([]);
  });
});

const undecidedIn = (subject: Tariff, setting: Partial<{ around: number }> = {}) =>
  verifyTariff(tariffSchema.parse(subject), { clock: berlin, country: "DE", around, ...setting }).undecided.map(
    ({ question }) => question,
  );
const flat = (value: number, id = "all") => ({
  id,
  rateLines: [{ rateLineType: "flatRate" as const, durationStart: 0, value }],
});
const restarting = (...rateLineCollections: RateTable["rateLineCollections"]) =>
  tariff({ rateTables: [table({ unitAtBoundary: "restart", rateLineCollections })] });

describe("more places where a fee falls", () => {
  test("belong to the table that prices the stay, where two wait for the same exit", () => {
    const waits = { timesOfDay: [{ latestStart: 570, earliestEnd: 900 }] };
    const subject = tariff({
      rateTables: [
        table({ id: "first", ...waits, rateLineCollections: [flat(800)] }),
        table({ id: "second", ...waits, rateLineCollections: [flat(900)] }),
        table({ id: "hourly" }),
      ],
      rateEligibility: [{ rateTable: "first" }, { rateTable: "second" }, { rateTable: "hourly" }],
    });
    const paths = verifyTariff(subject, { clock: berlin, country: "DE", around }).findings;
    expect(paths.filter(({ code }) => code === "fee.fallsInWindow").map(({ path }) => path)).toEqual([
      ["tariff", "rateTables", 0, "timesOfDay", 0],
    ]);
  });

  test("are looked for in each round of prices that begin anew", () => {
    const rateLines = [200, 900, 100].map((value, index) => ({
      rateLineType: "flatRateTier" as const,
      durationEnd: (index + 1) * 60,
      value,
    }));
    const subject = tariff({
      rateTables: [table({ rateLineCollections: [{ id: "all", resetTime: 180, rateLines }] })],
    });
    expect(codes(subject)).toEqual(["fee.fallsInTier"]);
  });

  test("are none in a table that no kind of stay can come to", () => {
    const subject = tariff({
      rateTables: [table(), table({ id: "late", timesOfDay: [{ earliestEnd: 900 }] })],
      overstay: { rateTable: "late", from: "payment" },
    });
    expect(codes(subject)).toEqual([]);
    expect(undecidedIn(subject)).toEqual(["feeFalls"]);
  });

  test("are not settled where a validation leads to a table with windows", () => {
    const subject = tariff({
      rateTables: [table(), table({ id: "shop", timesOfDay: [{ latestStart: 900 }] })],
      validations: [{ type: "shop", effect: { kind: "rateTable", rateTable: "shop" } }],
    });
    expect(codes(subject)).toEqual([]);
    expect(undecidedIn(subject)).toEqual(["feeFalls"]);
  });
});

describe("bounds and free time of a fall", () => {
  test("a lower total is found after free minutes that come off the stay", () => {
    const rateLines = [500, 400].map((value, index) => ({
      rateLineType: "flatRateTier" as const,
      durationEnd: (index + 1) * 60,
      value,
    }));
    const part = {
      freePeriod: { minutes: 30, mode: "subtract" as const },
      rateLineCollections: [{ id: "all", rateLines }],
    };
    expect(found(tariff({ rateTables: [table(part)] }))[0]![1]).toMatch(
      /1 h 30 min cost €5.00 and 1 h 31 min only €4.00/,
    );
  });

  test("a fall that was not found before the work ran out is left open", () => {
    const subject = earlyBird(2500);
    const kinds = Array.from({ length: 12 }, (_, index) => ({ vehicleTypes: [`kind-${index}`] }));
    subject.rateEligibility = [
      { rateTable: "early-bird" },
      ...kinds.map((eligibility) => ({ eligibility, rateTable: "hourly" })),
      { rateTable: "hourly" },
    ];
    expect(undecidedIn(subject)).toContain("fee.fallsInWindow");
  });
});

describe("more of the calendar", () => {
  test("has gaps only where the windows of the table let a stay be", () => {
    const part = {
      timesOfDay: [{ daysOfWeek: [1, 2, 3, 4, 5], latestStart: 600, latestEnd: 1_200 }],
      rateLineCollections: [{ ...hourly(300, "day"), ...window(480, 1_320) }],
    };
    const subject = tariff({
      rateTables: [table(part), table({ id: "else" })],
      rateEligibility: [{ rateTable: "t" }, { rateTable: "else" }],
    });
    const gaps = found(subject).filter(([code]) => code === "calendar.gap");
    expect(gaps.map(([, text]) => text)).toEqual([
      "No price holds on Monday to Friday from 00:00 to 08:00, so that time is free. If that is meant, add a period that is free.",
    ]);
  });

  test("trims the end of a window that runs into an earlier one", () => {
    const collections = [
      { ...hourly(300, "day"), ...window(480, 1200) },
      { ...hourly(100, "early"), ...window(300, 540) },
      hourly(50, "else"),
    ];
    const after = mend(restarting(...collections), "calendar.overlap");
    expect(after.rateTables[0]!.rateLineCollections[1]!.periods).toEqual([{ timeOfDayStart: 300, timeOfDayEnd: 480 }]);
  });

  test("is not settled where too many days would have to be looked at", () => {
    const dated = [
      { ...hourly(300, "long"), periods: [{ dateRanges: [{ start: "2000-01-01", end: "2049-12-30" }] }] },
      { ...hourly(100, "never"), periods: [{ dateRanges: [{ start: "2001-01-01", end: "2001-01-02" }] }] },
      hourly(100, "else"),
    ];
    const part = { unitAtBoundary: "restart" as const, rateLineCollections: dated };
    const subject = tariff({
      rateTables: [table(part), table({ ...part, id: "other" })],
      rateEligibility: [{ eligibility: { vehicleTypes: ["car"] }, rateTable: "other" }, { rateTable: "t" }],
    });
    expect(undecidedIn(subject)).toContain("collection.neverHolds");
  });

  test("looks at special days of one kind once, and knows those outside every version", () => {
    const subject = tariff({
      events: [{ startsAt: "2026-03-14T19:30" }],
      specialDays: [
        ...["2026-05-01", "2026-05-08", "2027-06-04"].map((date) => ({ date, type: "publicHoliday" as const })),
      ],
      rateTables: [
        table({
          validityEnd: "2027-01-01",
          unitAtBoundary: "restart",
          minimumCharge: 200,
          caps: [{ scope: "calendarDay", amount: 2_000 }],
          rateLineCollections: [
            { ...hourly(100, "after"), periods: [{ specialDays: ["dayFollowingPublicHoliday"] }] },
            hourly(300, "day"),
          ],
        }),
      ],
    });
    expect(codes(subject)).toEqual(["specialDay.outsideValidity"]);
  });
});

describe("more parts that nothing uses", () => {
  test("are a row whose tables were all tried by the rows before it", () => {
    const night = { timesOfDay: [{ earliestStart: 1_080 }] };
    const subject = tariff({
      rateTables: [table({ id: "night", ...night, rateLineCollections: [flat(100)] }), table({ id: "day" })],
      rateEligibility: [{ rateTable: "night" }, { rateTable: "night" }, { rateTable: "day" }],
    });
    expect(codes(subject)).toContain("eligibility.neverUsed");
  });

  test("are a row for entries that the row before it takes already", () => {
    const rows = (max: number) =>
      tariff({
        rateTables: [table(), table({ id: "again" })],
        rateEligibility: [
          { eligibility: { entriesToday: { min: 2, max: 5 } }, rateTable: "again" },
          { eligibility: { entriesToday: { min: 3, max } }, rateTable: "t" },
          { rateTable: "t" },
        ],
      });
    expect(codes(rows(5))).toEqual(["eligibility.neverUsed"]);
    expect(codes(rows(6))).toEqual([]);
  });

  test("are a version whose days the clock does not reach", () => {
    const versions = [table(), table({ version: 2, validityStart: "2090-01-01", validityEnd: "2091-01-01" })];
    expect(codes(tariff({ rateTables: versions }))).toEqual(["rateTable.neverInForce"]);
  });

  test("are not settled where stays can be of too many kinds", () => {
    const words = (kind: string, at: number) => [`${kind}-${at}`];
    const rows = [0, 1, 2, 3].map((at) => ({
      eligibility: {
        vehicleTypes: words("class", at),
        zones: words("zone", at),
        products: words("product", at),
        userQualifications: words("who", at),
        seasons: words("season", at),
      },
      rateTable: "t",
    }));
    expect(undecidedIn(tariff({ rateEligibility: [...rows, { rateTable: "t" }] }))).toEqual([
      "feeFalls",
      "eligibility.neverUsed",
    ]);
  });
});

describe("more limits", () => {
  test("of a period or a day, and the least of a period, are named with what they are", () => {
    const collection = {
      ...hourly(300),
      minValueCollection: 200,
      caps: [{ scope: "period" as const, amount: 300_000_000 }],
    };
    expect(codes(tariff({ rateTables: [table({ rateLineCollections: [collection] })] }))).toEqual([
      "cap.neverBinds",
      "minimum.neverBinds",
    ]);
  });

  test("of a week beside others are looked at week by week, and left open where that is too much", () => {
    const caps = [
      { scope: "calendarWeek" as const, amount: 20_000 },
      { scope: "rolling" as const, minutes: 1_440, amount: 2_000 },
    ];
    const subject = tariff({ rateTables: [table({ caps })] });
    expect(undecidedIn(subject)).toEqual(["cap.neverBinds"]);
  });

  test("are not settled where a year from the days looked at runs out of the clock", () => {
    const caps = [{ scope: "rolling" as const, minutes: 1_440, amount: 900_000 }];
    const subject = tariff({ rateTables: [table({ caps })] });
    expect(undecidedIn(subject, { around: berlin.to - 100 * 86_400_000 })).toEqual(["cap.neverBinds"]);
    expect(codes(subject)).toEqual(["cap.neverBinds"]);
  });

  test("below the cheapest price count no time that is free, and nothing where totals fall", () => {
    const free = { ...window(0, 480), id: "free", rateLines: [] };
    const part = { unitAtBoundary: "restart" as const, minimumCharge: 300 };
    expect(
      codes(tariff({ rateTables: [table({ ...part, rateLineCollections: [free, hourly(300, "day")] })] })),
    ).toEqual(["minimum.neverBinds"]);
    const falling = [500, 400].map((value, index) => ({
      rateLineType: "flatRateTier" as const,
      durationEnd: (index + 1) * 60,
      value,
    }));
    const subject = tariff({
      rateTables: [table({ minimumCharge: 300, rateLineCollections: [{ id: "all", rateLines: falling }] })],
    });
    expect(codes(subject)).toEqual(["fee.fallsInTier"]);
  });
});

describe("more limits fixed by law", () => {
  const line = (value: number, more: Partial<{ durationStart: number; durationEnd: number }> = {}) => ({
    rateLineType: "incrementingRate" as const,
    durationStart: 0,
    incrementPeriod: 60,
    value,
    ...more,
  });
  const lines = (...rateLines: RateTable["rateLineCollections"][number]["rateLines"]) =>
    tariff({ rateTables: [table({ rateLineCollections: [{ id: "all", rateLines }] })] });

  test("say nothing of time that is free or of prices owed once", () => {
    expect(codes(lines(line(0, { durationEnd: 60 }), line(0, { durationStart: 60 })), "ES")).toEqual([]);
    for (const country of ["ES", "CL", "FR"]) expect(codes(restarting(flat(500)), country)).toEqual([]);
  });

  test("offer no price that could not be paid", () => {
    const { findings } = verifyTariff(lines(line(110)), { clock: berlin, country: "FR", around });
    expect(findings.map(({ code, fix }) => [code, fix])).toEqual([["law.franceQuarterHour", undefined]]);
  });

  test("take a price that begins later for free time, and a total from the start for none", () => {
    const caps = [{ scope: "calendarDay" as const, amount: 2_000 }];
    const first = lines(line(300, { durationStart: 30 }));
    first.rateTables[0]!.caps = caps;
    expect(codes(first, "CN")).toEqual([]);
    const total = lines({ rateLineType: "flatRateTier", value: 500 });
    total.rateTables[0]!.caps = caps;
    expect(codes(total, "CN")).toContain("law.chinaFreeTime");
  });
});

test("a tariff that is too large is not verified, and says so", () => {
  const periods = Array.from({ length: 10 }, (_, index) => ({ timeOfDayStart: index, timeOfDayEnd: index + 1 }));
  const collections = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ ...hourly(300, `period-${index}`), periods }));
  expect(undecidedIn(restarting(...collections(13)))).toEqual(["tariffSize"]);
});

test("a tariff whose prices have no common unit is not verified", () => {
  const rateLines = [7, 11, 13, 17].map((incrementPeriod) => ({
    rateLineType: "incrementingRate" as const,
    roundingMode: "exact" as const,
    durationStart: 0,
    incrementPeriod,
    value: 1,
  }));
  const subject = restarting({ id: "all", rateLines });
  expect(verifyTariff(subject, { clock: berlin, country: "DE" })).toEqual({ findings: [], undecided: [] });
});

test("a tariff that cannot be used is not verified", () => {
  const subject = tariff({ rateEligibility: [{ rateTable: "gone" }] });
  expect(verifyTariff(subject, { clock: berlin, country: "DE" })).toEqual({ findings: [], undecided: [] });
});

describe("a published tariff", () => {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json") && file !== "clocks.json");

  test.each(files)("%s: every witness costs what is said", (file) => {
    const golden = read<{ lot: { timeZone: string }; tariff: unknown }>(file);
    const clock = clocks[golden.lot.timeZone]!;
    const subject = tariffSchema.parse(golden.tariff);
    const { findings } = verifyTariff(subject, { clock, country: file.slice(0, 2).toUpperCase(), around });
    for (const one of findings) {
      expect(repriced(subject, one, clock)).toEqual(shown(one));
      expect(diagnosticText(one, "en")).not.toMatch(/[{}]|undefined|NaN/);
      expect(diagnosticText(one, "zh-CN")).not.toMatch(/[{}]|undefined|NaN/);
    }
  });
});
