import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ClockTable } from "../../model/clock-table.ts";
import { type RateTable, type Tariff, tariffSchema } from "../../model/rate-table.ts";
import { tariffDifferenceText } from "../../words/tariff-difference-text.ts";
import { tariffUndecidedText } from "../../words/tariff-undecided-text.ts";
import { diffTariffs } from "./diff-tariffs.ts";

const folder = new URL("../../price/golden/", import.meta.url);
const read = <T>(file: string): T => JSON.parse(readFileSync(new URL(file, folder), "utf8"));
const clocks = read<Record<string, ClockTable>>("clocks.json");
const clock = clocks["Europe/Berlin"]!;
const around = Date.UTC(2026, 4, 31, 12);

const hourly = (value: number, id = "all") => ({
  id,
  rateLines: [{ rateLineType: "incrementingRate" as const, durationStart: 0, incrementPeriod: 60, value }],
});
const day = { periods: [{ daysOfWeek: [1, 2, 3, 4, 5], timeOfDayStart: 480, timeOfDayEnd: 1320 }] };
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
  rateEligibility: [{ rateTable: "t" }],
  ...part,
});
const said = (before: Tariff, after: Tariff, locale: "en" | "zh-CN" = "en") =>
  diffTariffs(before, after, { clock, around }).differences.map((one) => tariffDifferenceText(one, "EUR", locale));
const questions = (before: Tariff, after: Tariff) =>
  diffTariffs(before, after, { clock, around }).undecided.map(({ question }) => question);

const dateAfter = (days: number) => new Date(around + days * 86_400_000).toISOString().slice(0, 10);

describe("two tariffs", () => {
  test("differ for every stay where the hour is dearer", () => {
    const after = tariff({ rateTables: [table({ rateLineCollections: [hourly(400)] })] });
    expect(said(tariff(), after)).toEqual([
      "All vehicles entering at any time and staying 1 min to 2 d: €1.00 to €48.00 more. For example 1 h from Monday 12:00: €3.00 before, €4.00 now.",
    ]);
    expect(said(after, tariff(), "zh-CN")).toEqual([
      "所有车辆，任何时间入场，停 1分钟至2天：少收 €1.00 至 €48.00。例如 周一 12:00 入场停 1小时：原 €4.00，现 €3.00。",
    ]);
  });

  test("differ by length or by time of exit, whichever bounds the stays", () => {
    const two = (value: number) =>
      tariff({
        rateTables: [table({ rateLineCollections: [{ ...hourly(value, "day"), ...day }, hourly(100, "else")] })],
      });
    expect(said(two(300), two(400))).toEqual([
      "All vehicles entering on Monday to Friday between 00:00 and 08:00 and leaving not before 08:01, staying at most 2 d: €1.00 to €28.00 more. For example 9 h from Monday 00:00: €11.00 before, €12.00 now.",
      "All vehicles entering on Monday to Friday between 08:01 and 21:59 and staying 1 min to 2 d: €1.00 to €29.00 more. For example 1 h from Monday 09:00: €3.00 before, €4.00 now.",
      "All vehicles entering on Monday to Thursday between 22:00 and 23:59 and leaving not before 08:01 the next day, staying at most 2 d: €1.00 to €28.00 more. For example 11 h from Monday 22:00: €13.00 before, €14.00 now.",
      "All vehicles entering on Saturdays between 08:01 and 23:59 and leaving not before 08:01 2 days later, staying at most 2 d: €1.00 to €14.00 more. For example 2 d from Saturday 09:00: €50.00 before, €51.00 now.",
      "All vehicles entering on Sundays and leaving not before 08:01 the next day, staying at most 2 d: €1.00 to €28.00 more. For example 1 d from Sunday 09:00: €26.00 before, €27.00 now.",
    ]);
  });

  test("differ for some vehicles only", () => {
    const cars = { eligibility: { vehicleTypes: ["motorcycle", "moped"] }, rateTable: "moto" };
    const moto = (value: number) =>
      tariff({
        rateTables: [table({ id: "moto", rateLineCollections: [hourly(value)] }), table()],
        rateEligibility: [cars, { rateTable: "t" }],
      });
    expect(said(moto(100), moto(50))).toEqual([
      "Motorcycle and moped entering at any time and staying 1 min to 2 d: €0.50 to €24.00 less. For example 1 h from Monday 12:00: €1.00 before, €0.50 now.",
    ]);
  });

  test("differ only where the limit was reached", () => {
    const capped = (amount: number) =>
      tariff({ rateTables: [table({ caps: [{ scope: "rolling", minutes: 1440, amount }] })] });
    expect(said(capped(2000), capped(2100))).toEqual([
      "All vehicles entering at any time and staying 6 h 1 min to 2 d: €1.00 to €2.00 more. For example 7 h from Monday 12:00: €20.00 before, €21.00 now.",
    ]);
  });

  test("differ from the day on which a new version holds", () => {
    const after = tariff({
      rateTables: [table(), table({ version: 2, validityStart: "2027-01-01", rateLineCollections: [hourly(400)] })],
    });
    expect(said(tariff(), after)).toHaveLength(1);
    expect(said(tariff(), after)[0]).toMatch(
      /^All vehicles entering on 2027-01-01, 2027-01-02, 2027-01-03 and 4 other days/,
    );
  });

  test("differ where one of them has no price", () => {
    const after = tariff({ rateTables: [table({ timesOfDay: [{ latestStart: 600 }] })] });
    expect(said(tariff(), after)).toEqual([
      "All vehicles entering between 10:01 and 23:59 and staying 0 min to 2 d: there is no price any more. For example 1 h from Monday 11:00: €3.00 before, no price now.",
    ]);
  });

  test("differ for stays with a validation that is worth less", () => {
    const validated = (minutes: number) =>
      tariff({ validations: [{ type: "shop", effect: { kind: "freeMinutes", minutes } }] });
    expect(said(validated(120), validated(60))[0]).toMatch(
      /^Validation shop entering .* staying 1 h 1 min to 2 d: €3.00 more/,
    );
  });

  test("are the same under other names", () => {
    const named = tariff({
      rateTables: [{ ...table({ id: "other" }), rateTableName: "Other" }],
      rateEligibility: [{ rateTable: "other" }],
    });
    expect(diffTariffs(tariff(), named, { clock, around })).toMatchObject({ differences: [], undecided: [] });
    expect(diffTariffs(tariff(), tariff(), { clock, around }).isSame).toBe(true);
  });

  test("that are written in another way but cost the same have no difference", () => {
    const twoPeriods = table({
      unitAtBoundary: "carry",
      rateLineCollections: [{ ...hourly(300, "day"), ...day }, hourly(300, "else")],
    });
    const diff = diffTariffs(tariff(), tariff({ rateTables: [twoPeriods] }), { clock, around });
    expect(diff).toMatchObject({ differences: [], undecided: [], isSame: false });
  });
});

describe("two tariffs, further", () => {
  const rounded = (roundingMode: "up" | "down" | "nearest", incrementPeriod: number) => {
    const lines = [{ rateLineType: "incrementingRate" as const, durationStart: 0, incrementPeriod, value: 100 }];
    const rateLines = lines.map((line) => ({ ...line, roundingMode }));
    return tariff({ rateTables: [table({ rateLineCollections: [{ id: "all", rateLines }] })] });
  };

  test("differ between two times that are an odd number of minutes apart", () => {
    expect(said(rounded("up", 15), rounded("down", 15))[0]).toBe(
      "All vehicles entering at any time and staying 1 min to 14 min: €1.00 less. For example 7 min from Monday 12:00: €1.00 before, free now.",
    );
    expect(said(rounded("up", 3), rounded("nearest", 3))[0]).toBe(
      "All vehicles entering at any time and staying 1 min: €1.00 less. For example 1 min from Monday 12:00: €1.00 before, free now.",
    );
  });

  test("differ where there was no price, on days that look different too", () => {
    const week = [{ ...hourly(300, "workdays"), periods: [{ daysOfWeek: [1, 2, 3, 4, 5] }] }, hourly(200, "else")];
    const all = tariff({ rateTables: [table({ rateLineCollections: week })] });
    const early = tariff({ rateTables: [table({ rateLineCollections: week, timesOfDay: [{ latestStart: 600 }] })] });
    expect(said(early, all)).toEqual([
      "All vehicles entering between 10:01 and 23:59 and staying 0 min to 2 d: there is a price now, and was none. For example 1 h from Monday 11:00: no price before, €3.00 now.",
    ]);
  });

  test("differ in surcharges, for those who pay them", () => {
    const charged = (amount: number) =>
      tariff({ surcharges: [{ id: "wide", amount, eligibility: { vehicleTypes: ["bus"] } }] });
    expect(said(charged(100), charged(300))).toEqual([
      "Bus entering at any time and staying 0 min to 2 d: €2.00 more. For example 1 h from Monday 12:00: €4.00 before, €6.00 now.",
    ]);
    expect(said(tariff(), tariff({ surcharges: [{ id: "entry", amount: 100 }] }))[0]).toMatch(
      /^All vehicles .*€1.00 more/,
    );
  });

  test("differ in what a lost ticket costs, and for stays with a validation that only one knows", () => {
    const lost = (amount: number) => tariff({ lostCredential: { charge: "added", amount } });
    expect(said(lost(1_000), lost(1_500))[0]).toMatch(/^Without a ticket entering .*: €5.00 more\./);
    expect(said(lost(1_000), tariff())[0]).toMatch(/^Without a ticket entering .*: €10.00 less\./);
    const shop = tariff({ validations: [{ type: "shop", effect: { kind: "full" } }] });
    expect(said(tariff(), shop)[0]).toMatch(/^Validation shop entering .* less\./);
    expect(said(shop, tariff())[0]).toMatch(/^Validation shop entering .* more\./);
  });

  test("differ for kinds of vehicle that some rows do not ask about", () => {
    const rows = (value: number) =>
      tariff({
        rateTables: [table({ id: "zone", rateLineCollections: [hourly(value)] }), table()],
        rateEligibility: [
          { eligibility: { zones: ["deck", "roof"], vehicleTypes: ["car"] }, rateTable: "zone" },
          { eligibility: { vehicleTypes: ["bus"] }, rateTable: "t" },
          { rateTable: "t" },
        ],
      });
    expect(said(rows(200), rows(100))[0]).toMatch(
      /^Car, zone deck and car, zone roof entering .*: €1.00 to €48.00 less/,
    );
  });

  test("differ by the week where a limit counts by the week, and by what a plate paid before", () => {
    const capped = (amount: number, acrossVisits?: true) =>
      tariff({
        rateTables: [
          table({
            caps: [
              { scope: "calendarWeek", amount: 50_000 },
              { scope: "calendarDay", amount, ...(acrossVisits && { acrossVisits }) },
            ],
          }),
        ],
      });
    expect(said(capped(2_000), capped(2_100)).length).toBeGreaterThan(0);
    expect(questions(capped(2_000), capped(2_000, true))).toEqual(["stayHistory"]);
  });
});

describe("what is not settled is said", () => {
  test("of a tariff that is too large", () => {
    const many = Array.from({ length: 41 }, (_, index) => table({ id: `t${index}` }));
    expect(diffTariffs(tariff(), tariff({ rateTables: many }), { clock, around })).toMatchObject({
      differences: [],
      undecided: [{ path: ["tariff"], question: "tariffSize" }],
      isSame: false,
    });
  });

  test("of kinds of stay that are too many to combine", () => {
    const words = (kind: string) => [1, 2, 3, 4].map((number) => `${kind}-${number}`);
    const one = (at: number) => ({
      vehicleTypes: [words("class")[at]!],
      zones: [words("zone")[at]!],
      products: [words("product")[at]!],
      userQualifications: [words("who")[at]!],
      seasons: [words("season")[at]!],
      validations: ["shop"],
      lostCredential: true as const,
      entriesToday: { min: 2 },
    });
    const kinds = (value: number) =>
      tariff({
        rateTables: [table({ id: "some", rateLineCollections: [hourly(value)] }), table()],
        rateEligibility: [
          ...[0, 1, 2, 3].map((at) => ({ eligibility: one(at), rateTable: "some" })),
          { rateTable: "t" },
        ],
      });
    expect(questions(kinds(100), kinds(200))).toEqual(["stayKinds"]);
  });

  test("of stays that have to be priced one by one", () => {
    const short = (value: number) =>
      tariff({
        maxStay: { minutes: 120, penalty: 5_000 },
        rateTables: [
          table({ rateLineCollections: [{ ...hourly(value, "day"), ...day }], timesOfDay: [{ earliestStart: 480 }] }),
        ],
      });
    expect(questions(short(300), short(400))).toEqual(["stayCount"]);
  });

  test("of days that are too many", () => {
    const festival = (value: number) =>
      tariff({
        rateTables: [
          table({
            unitAtBoundary: "carry",
            rateLineCollections: [
              ...Array.from({ length: 50 }, (_, index) => ({
                ...hourly(value + index, `day-${index}`),
                periods: [{ dateRanges: [{ start: dateAfter(index), end: dateAfter(index) }] }],
              })),
              hourly(100, "else"),
            ],
          }),
        ],
      });
    expect(questions(festival(200), festival(300))).toEqual(["stayDays"]);
  });

  test("of stays with a past", () => {
    expect(questions(tariff(), tariff({ exitGraceMinutes: 15 }))).toEqual(["stayHistory"]);
    const free = (times: number) =>
      tariff({
        rateTables: [table({ freePeriod: { minutes: 60, mode: "subtract", limit: { scope: "calendarDay", times } } })],
      });
    expect(questions(free(1), free(2))).toEqual(["stayHistory"]);
  });

  test("of entries where windows begin at odd minutes, of which each quarter of an hour stands for its neighbours", () => {
    const freeFor = (minutes: number) =>
      tariff({
        rateTables: [
          table({
            freePeriod: { minutes, mode: "onlyIfWithin" },
            rateLineCollections: [
              { ...hourly(100, "night"), periods: [{ timeOfDayStart: 1_201, timeOfDayEnd: 421 }] },
              hourly(300),
            ],
          }),
        ],
      });
    const { differences, undecided } = diffTariffs(freeFor(15), freeFor(20), { clock });
    expect(undecided.map(({ question }) => question)).toEqual(["stayEntries"]);
    expect(differences.map(({ entry }) => entry)).toEqual([{ from: 0, to: 1_425, everyMinutes: 15 }]);
    expect(differences[0]).toMatchObject({ from: { by: "stay", minutes: 16 }, to: { by: "stay", minutes: 20 } });
  });

  test("of long stays", () => {
    const capped = (amount: number) =>
      tariff({ rateTables: [table({ caps: [{ scope: "rolling", minutes: 43_200, amount }] })] });
    expect(questions(capped(100_000), capped(200_000))).toEqual(["stayLength"]);
  });

  test("in words", () => {
    for (const question of ["stayHistory", "stayEntries", "stayLength", "stayCount", "stayDays", "stayKinds"]) {
      expect(tariffUndecidedText(question, "en")).toMatch(/\.$/);
      expect(tariffUndecidedText(question, "zh-CN")).toMatch(/。$/);
    }
    expect(tariffUndecidedText("other", "en")).toBeUndefined();
  });
});

describe("a published tariff", () => {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json") && file !== "clocks.json");

  test.each(files)("%s does not differ from itself with its names taken away", (file) => {
    const golden = read<{ lot: { timeZone: string }; tariff: unknown }>(file);
    const subject = tariffSchema.parse(golden.tariff);
    const unnamed = tariffSchema.parse(
      JSON.parse(
        JSON.stringify(subject, (key, value) => (key === "name" || key === "rateTableName" ? undefined : value)),
      ),
    );
    const diff = diffTariffs(subject, unnamed, { clock: clocks[golden.lot.timeZone]!, around });
    expect(diff).toMatchObject({ differences: [], undecided: [], isSame: true });
  });
});
