import type { SpecialDay } from "#engine/model/calendar.ts";
import type { Eligibility } from "#engine/model/eligibility.ts";
import type { RateEligibility, Tariff } from "#engine/model/rate-table.ts";
import { specialDayTypes } from "#engine/model/special-day-type.ts";
import type { Validation, ValidationEffect } from "#engine/model/validation.ts";
import { rateTableSpec } from "./calendar-fields.ts";
import {
  type Entry,
  type Field,
  type FieldContext,
  may,
  must,
  type ObjectSpec,
  type Place,
  type UnionSpec,
} from "./field.ts";

const money: Field = { kind: "money" };
const percent: Field = { kind: "percent" };
const duration: Field = { kind: "minutes", min: 0, max: 527_040 };
const table = must({ kind: "table" }, ({ tableIds }: FieldContext) => tableIds.at(-1));
const own: Field = { kind: "words", of: "own" };

const count = (start: object) =>
  may(
    {
      kind: "object",
      spec: {
        words: "countRange",
        fields: {
          min: must({ kind: "count", min: 0, max: 10_000 }, 0, {
            bounds: ({ owner }) => ({ max: Number(owner.max ?? 10_000) }),
          }),
          max: may({ kind: "count", min: 0, max: 10_000 }, (_: unknown, { owner }: Place) => owner.min, {
            bounds: ({ owner }) => ({ min: Number(owner.min) }),
          }),
        } satisfies Record<keyof NonNullable<Eligibility["entriesToday"]>, Entry>,
      },
    },
    start,
  );

const eligibilitySpec: ObjectSpec = {
  words: "eligibility",
  fields: {
    vehicleTypes: may({ kind: "words", of: "vehicleTypes" }, ["smallCar"]),
    propulsionEnergyType: may({ kind: "words", of: "propulsion" }, ["electric"]),
    zones: may(own, ["A"]),
    products: may(own, ["standard"]),
    activeAssignedRight: may({ kind: "words", of: "rights" }, ["permitParking"]),
    userQualifications: may(own, ["resident"]),
    seasons: may(own, ["summer"]),
    validations: may({ kind: "words", of: "validations" }, ({ validationTypes }: FieldContext) => [
      validationTypes[0] ?? "shop",
    ]),
    entriesToday: count({ min: 2 }),
    entriesLastHour: count({ min: 2 }),
    lostCredential: may({ kind: "yes" }, true),
  } satisfies Record<keyof Eligibility, Entry>,
};
const eligibility = may({ kind: "object", spec: eligibilitySpec }, { vehicleTypes: ["smallCar"] });

export const rateEligibilitySpec: ObjectSpec = {
  words: "choiceRow",
  fields: {
    rateTable: table,
    eligibility,
    rateDiscount: may(
      {
        kind: "object",
        spec: {
          words: "rateDiscount",
          fields: {
            discountRate: may(percent, 1_000),
            fixedValue: may(money, 100),
          } satisfies Record<keyof NonNullable<RateEligibility["rateDiscount"]>, Entry>,
        },
      },
      { discountRate: 1_000 },
    ),
    bestOf: may({ kind: "list", item: { kind: "table" }, min: 1, max: 10 }, ({ tableIds }: FieldContext) =>
      tableIds.slice(0, 1),
    ),
  } satisfies Record<keyof RateEligibility, Entry>,
};

type EffectKeys<Kind extends ValidationEffect["kind"]> = Record<
  Exclude<keyof Extract<ValidationEffect, { kind: Kind }>, "kind">,
  Entry
>;
const words = "effect";
const amount = must(money, 500);
const effectSpec: UnionSpec = {
  by: "kind",
  words: "effectKind",
  variants: {
    freeMinutes: {
      words,
      fields: {
        minutes: must(duration, 60),
        apply: may({ kind: "choice", of: "freeSide", values: ["front", "tail"] }, "tail"),
      } satisfies EffectKeys<"freeMinutes">,
    },
    freePeriod: { words, fields: { minutes: must(duration, 120) } satisfies EffectKeys<"freePeriod"> },
    freeUntil: {
      words,
      fields: {
        timeOfDay: must({ kind: "time", max: 1_440 }, 720),
        extraDays: may({ kind: "count", min: 0, max: 31 }, 1),
      } satisfies EffectKeys<"freeUntil">,
    },
    amount: { words, fields: { amount } satisfies EffectKeys<"amount"> },
    percent: {
      words,
      fields: { rate: must(percent, 5_000), maxAmount: may(money, 1_000) } satisfies EffectKeys<"percent">,
    },
    fixedPrice: { words, fields: { amount } satisfies EffectKeys<"fixedPrice"> },
    rateTable: { words, fields: { rateTable: table } satisfies EffectKeys<"rateTable"> },
    full: { words, fields: {} satisfies EffectKeys<"full"> },
  } satisfies Record<ValidationEffect["kind"], ObjectSpec>,
  first: () => "freeMinutes",
};

const validationSpec: ObjectSpec = {
  words: "validation",
  fields: {
    type: must({ kind: "identifier" }, (_: unknown, { siblings }: Place) => `shop${siblings.length + 1}`),
    name: may({ kind: "name" }, "S"),
    effect: must({ kind: "union", spec: effectSpec }, { kind: "freeMinutes", minutes: 60 }),
    maxTimes: may({ kind: "count", min: 1, max: 50 }, 2),
  } satisfies Record<keyof Validation, Entry>,
};

const surchargeSpec: ObjectSpec = {
  words: "surcharge",
  fields: {
    id: must({ kind: "identifier" }, (_: unknown, { siblings }: Place) => `surcharge${siblings.length + 1}`),
    name: may({ kind: "name" }, "S"),
    amount,
    eligibility,
  } satisfies Record<keyof NonNullable<Tariff["surcharges"]>[number], Entry>,
};

const specialDaySpec: ObjectSpec = {
  words: "specialDay",
  fields: {
    date: must({ kind: "date" }, "2026-01-01"),
    type: must({ kind: "choice", of: "specialDayType", values: specialDayTypes }, "publicHoliday"),
  } satisfies Record<keyof SpecialDay, Entry>,
};

const object = (name: string, fields: Readonly<Record<string, Entry>>): Field => ({
  kind: "object",
  spec: { words: name, fields },
});

const rightCoverage = {
  rights: may({ kind: "words", of: "rights" }, ["permitParking"]),
  areas: may(own, ["A"]),
  rateTable: may({ kind: "table" }, table.start),
  whenSpaceFrees: may({ kind: "choice", of: "whenSpaceFrees", values: ["continue", "convert"] }, "convert"),
  boughtDuringStay: may(
    { kind: "choice", of: "boughtDuringStay", values: ["fromPurchase", "fromEntry", "nextStay"] },
    "fromEntry",
  ),
} satisfies Record<keyof NonNullable<Tariff["rightCoverage"]>[number], Entry>;

/** Every part of a tariff. A key that the model gains and this lacks does not compile. */
export const tariffSpec: ObjectSpec = {
  words: "tariff",
  fields: {
    currency: must({ kind: "currency" }, "CNY"),
    minorUnitDigits: must({ kind: "fixed" }, 2),
    rateTables: must({ kind: "list", item: { kind: "object", spec: rateTableSpec }, min: 1, max: 100 }, []),
    rateEligibility: must(
      { kind: "list", item: { kind: "object", spec: rateEligibilitySpec }, min: 1, max: 200, ordered: true },
      [],
    ),
    specialDays: may({ kind: "list", item: { kind: "object", spec: specialDaySpec }, min: 0, max: 5_000 }, []),
    exitGraceMinutes: may({ kind: "minutes", min: 0, max: 1_440 }, 15),
    exitGraceByChannel: may(
      {
        kind: "list",
        item: object("exitGraceByChannel", {
          channels: must({ kind: "words", of: "channels" }, ["app"]),
          minutes: must({ kind: "minutes", min: 0, max: 1_440 }, 20),
        } satisfies Record<keyof NonNullable<Tariff["exitGraceByChannel"]>[number], Entry>),
        min: 0,
        max: 20,
        ordered: true,
      },
      [{ channels: ["app"], minutes: 20 }],
    ),
    turnRoundMinutes: may({ kind: "minutes", min: 1, max: 240 }, 10),
    overstay: may(
      object("overstay", {
        rateTable: table,
        from: must({ kind: "choice", of: "overstayFrom", values: ["payment", "graceEnd"] }, "payment"),
      } satisfies Record<keyof NonNullable<Tariff["overstay"]>, Entry>),
      ({ tableIds }: FieldContext) => ({ rateTable: tableIds.at(-1), from: "payment" }),
    ),
    reEntry: may(
      object("reEntry", {
        within: must(duration, 60),
        since: must({ kind: "choice", of: "reEntrySince", values: ["exit", "entry"] }, "exit"),
        action: must({ kind: "choice", of: "reEntryAction", values: ["continue", "noFree"] }, "noFree"),
      } satisfies Record<keyof NonNullable<Tariff["reEntry"]>, Entry>),
      { within: 60, since: "exit", action: "noFree" },
    ),
    lostCredential: may(
      object("lostCredential", {
        charge: must({ kind: "choice", of: "charge", values: ["added", "instead"] }, "added"),
        amount,
      } satisfies Record<keyof NonNullable<Tariff["lostCredential"]>, Entry>),
      { charge: "added", amount: 2_000 },
    ),
    validations: may({ kind: "list", item: { kind: "object", spec: validationSpec }, min: 0, max: 50, ordered: true }, [
      { type: "shop", effect: { kind: "freeMinutes", minutes: 60 } },
    ]),
    validationLimits: may(
      object("validationLimits", {
        maxTimes: may({ kind: "count", min: 1, max: 50 }, 2),
        maxMinutes: may(duration, 120),
        maxAmount: may(money, 1_000),
      } satisfies Record<keyof NonNullable<Tariff["validationLimits"]>, Entry>),
      { maxMinutes: 120 },
    ),
    validationStacking: may({ kind: "choice", of: "stacking", values: ["all", "best"] }, "best"),
    surcharges: may({ kind: "list", item: { kind: "object", spec: surchargeSpec }, min: 0, max: 20 }, [
      { id: "surcharge", amount: 500 },
    ]),
    tax: may(
      object("tax", {
        mode: must({ kind: "choice", of: "taxMode", values: ["included", "excluded"] }, "included"),
        rate: must(percent, 600),
      } satisfies Record<keyof NonNullable<Tariff["tax"]>, Entry>),
      { mode: "included", rate: 600 },
    ),
    roundTotal: may(
      object("roundTotal", {
        increment: must({ kind: "money", min: 1 }, 50),
        mode: must({ kind: "choice", of: "totalRounding", values: ["up", "down", "nearest"] }, "nearest"),
      } satisfies Record<keyof NonNullable<Tariff["roundTotal"]>, Entry>),
      { increment: 50, mode: "nearest" },
    ),
    maxStay: may(
      object("maxStay", {
        minutes: must({ kind: "minutes", min: 1, max: 527_040 }, 240),
        penalty: may(money, 2_000),
        rateTable: may({ kind: "table" }, table.start),
      } satisfies Record<keyof NonNullable<Tariff["maxStay"]>, Entry>),
      { minutes: 240 },
    ),
    noReturn: may(
      object("noReturn", {
        within: must({ kind: "minutes", min: 1, max: 527_040 }, 120),
        penalty: may(money, 2_000),
        rateTable: may({ kind: "table" }, table.start),
      } satisfies Record<keyof NonNullable<Tariff["noReturn"]>, Entry>),
      { within: 120 },
    ),
    rateChange: may({ kind: "choice", of: "rateChange", values: ["entry", "segment"] }, "segment"),
    rightCoverage: may({ kind: "list", item: object("rightCoverage", rightCoverage), min: 0, max: 50, ordered: true }, [
      { rights: ["permitParking"] },
    ]),
    nestedAreas: may(
      object("nestedAreas", {
        areas: must(own, ["A"]),
        mode: must({ kind: "choice", of: "areaMode", values: ["replace", "sum", "free", "longest"] }, "replace"),
        passThroughMinutes: may({ kind: "minutes", min: 1, max: 1_440 }, 15),
      } satisfies Record<keyof NonNullable<Tariff["nestedAreas"]>, Entry>),
      { areas: ["A"], mode: "replace" },
    ),
    events: may(
      {
        kind: "list",
        item: object("event", {
          startsAt: must({ kind: "dateTime" }, "2026-01-01T19:00"),
          kind: may({ kind: "identifier" }, "match"),
        } satisfies Record<keyof NonNullable<Tariff["events"]>[number], Entry>),
        min: 0,
        max: 2_000,
      },
      [],
    ),
    cashRounding: may({ kind: "money", min: 1 }, 50),
  } satisfies Record<keyof Tariff, Entry>,
};
