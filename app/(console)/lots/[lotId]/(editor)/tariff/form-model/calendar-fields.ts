import type { Period } from "#engine/model/calendar.ts";
import type { RateLineCollection, RateTable, TimesOfDay } from "#engine/model/rate-table.ts";
import { specialDayTypes } from "#engine/model/special-day-type.ts";
import { type Entry, type Field, may, must, type ObjectSpec, type Place } from "./field.ts";
import { freeId } from "./free-id.ts";
import { freeAllowanceSpec, freePeriodSpec, periodCapSpec, rateLineSpec, tableCapSpec } from "./price-fields.ts";

const money: Field = { kind: "money" };
const unit: Field = { kind: "minutes", min: 1, max: 527_040 };
const specialDays: Field = { kind: "specialDays", values: specialDayTypes };
const dayParts = {
  daysOfWeek: may({ kind: "weekdays" }, [1, 2, 3, 4, 5]),
  specialDays: may(specialDays, ["publicHoliday"]),
  exceptSpecialDays: may(specialDays, ["publicHoliday"]),
};

type EventWindow = NonNullable<Period["event"]>;
const eventWindow = {
  kind: "object",
  spec: {
    words: "eventWindow",
    fields: {
      startOffset: must({ kind: "count", min: -10_080, max: 10_080 }, -120, {
        bounds: ({ owner }) => ({ max: Number(owner.endOffset ?? 10_081) - 1 }),
      }),
      endOffset: must({ kind: "count", min: -10_080, max: 10_080 }, 240, {
        bounds: ({ owner }) => ({ min: Number(owner.startOffset ?? -10_081) + 1 }),
      }),
      kinds: may({ kind: "words", of: "own" }, ["match"]),
    } satisfies Record<keyof EventWindow, Entry>,
  },
} satisfies Field;
const eventStart: EventWindow = { startOffset: -120, endOffset: 240 };

export const periodSpec: ObjectSpec = {
  words: "period",
  fields: {
    ...dayParts,
    dateRanges: may({ kind: "list", item: { kind: "dateRange" }, min: 1, max: 50 }, [{ start: "06-01", end: "08-31" }]),
    timeOfDayStart: may({ kind: "time", max: 1_439 }, 480, { needs: ["timeOfDayEnd"], excludes: ["event"] }),
    timeOfDayEnd: may({ kind: "time", max: 1_440 }, 1_320, { needs: ["timeOfDayStart"], excludes: ["event"] }),
    extraDays: may({ kind: "count", min: 0, max: 6 }, 1, { needs: ["timeOfDayStart", "timeOfDayEnd"] }),
    event: may(eventWindow, eventStart, { excludes: ["timeOfDayStart", "timeOfDayEnd"] }),
  } satisfies Record<keyof Period, Entry>,
};

export const collectionSpec: ObjectSpec = {
  words: "collection",
  fields: {
    id: must({ kind: "fixed" }, (_: unknown, { siblings }: Place) => freeId(siblings, "price")),
    name: may({ kind: "name" }, "P"),
    periods: may({ kind: "list", item: { kind: "object", spec: periodSpec }, min: 1, max: 20 }, [
      { timeOfDayStart: 480, timeOfDayEnd: 1_320 },
    ]),
    rateLines: must({ kind: "list", item: { kind: "union", spec: rateLineSpec }, min: 0, max: 50 }, []),
    durationBasis: may({ kind: "choice", of: "durationBasis", values: ["period", "collection", "stay"] }, "collection"),
    resetTime: may(unit, 1_440),
    minValueCollection: may(money, 0),
    caps: may({ kind: "list", item: { kind: "union", spec: periodCapSpec }, min: 0, max: 10 }, [
      { scope: "period", amount: 1_000 },
    ]),
  } satisfies Record<keyof RateLineCollection, Entry>,
};

const day: Field = { kind: "count", min: 0, max: 31 };
const clock: Field = { kind: "time", max: 1_440 };
const timesOfDaySpec: ObjectSpec = {
  words: "timesOfDay",
  fields: {
    ...dayParts,
    earliestStart: may(clock, 360),
    latestStart: may(clock, 570),
    earliestEnd: may(clock, 900),
    latestEnd: may(clock, 1_140),
    event: may(eventWindow, eventStart),
    endDay: may(
      {
        kind: "object",
        spec: {
          words: "endDay",
          fields: {
            min: must(day, 0, { bounds: ({ owner }) => ({ max: Number(owner.max ?? 31) }) }),
            max: must(day, 0, { bounds: ({ owner }) => ({ min: Number(owner.min ?? 0) }) }),
          } satisfies Record<keyof NonNullable<TimesOfDay["endDay"]>, Entry>,
        },
      },
      { min: 0, max: 1 },
    ),
  } satisfies Record<keyof TimesOfDay, Entry>,
};

const dayBefore = ({ owner }: Place) => (owner.validityEnd ? { max: shifted(String(owner.validityEnd), -1) } : {});
const dayAfter = ({ owner }: Place) => (owner.validityStart ? { min: shifted(String(owner.validityStart), 1) } : {});

export const rateTableSpec: ObjectSpec = {
  words: "table",
  fields: {
    id: must({ kind: "fixed" }, "table"),
    version: must({ kind: "fixed" }, 1),
    rateTableName: may({ kind: "name" }, "P"),
    validityStart: may({ kind: "date" }, (_: unknown, place: Place) => dayBefore(place).max ?? "2026-01-01", {
      bounds: dayBefore,
    }),
    validityEnd: may({ kind: "date" }, (_: unknown, place: Place) => dayAfter(place).min ?? "2030-01-01", {
      bounds: dayAfter,
    }),
    timesOfDay: may({ kind: "list", item: { kind: "object", spec: timesOfDaySpec }, min: 1, max: 20 }, [
      { latestStart: 570, earliestEnd: 900 },
    ]),
    freePeriod: may({ kind: "object", spec: freePeriodSpec }, { minutes: 15, mode: "onlyIfWithin" }),
    freeAllowance: may({ kind: "union", spec: freeAllowanceSpec }, { minutes: 120, per: "calendarDay" }),
    periodSelection: may(
      { kind: "choice", of: "periodSelection", values: ["segment", "entryTime", "exitTime"] },
      "entryTime",
    ),
    unitAtBoundary: may({ kind: "choice", of: "unitAtBoundary", values: ["restart", "carry"] }, "carry"),
    rateLineCollections: must({ kind: "list", item: { kind: "object", spec: collectionSpec }, min: 1, max: 30 }, []),
    caps: may({ kind: "list", item: { kind: "union", spec: tableCapSpec }, min: 0, max: 10 }, [
      { scope: "rolling", minutes: 1_440, amount: 1_000 },
    ]),
    minimumCharge: may(money, 0),
  } satisfies Record<keyof RateTable, Entry>,
};

/** A date some days later or earlier. */
function shifted(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
