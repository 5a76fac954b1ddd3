import type { Cap } from "#engine/model/cap.ts";
import type { FreeAllowance } from "#engine/model/free-allowance.ts";
import type { FreePeriod } from "#engine/model/free-period.ts";
import type { RateLine } from "#engine/model/rate-table.ts";
import { type Entry, type Field, may, must, type ObjectSpec, type Place, type UnionSpec } from "./field.ts";
import { isTier, tierBounds } from "./tier-bounds.ts";

const money: Field = { kind: "money" };
const duration: Field = { kind: "minutes", min: 0, max: 527_040 };
const unit: Field = { kind: "minutes", min: 1, max: 527_040 };
const minuteOfDay: Field = { kind: "time", max: 1_440 };

type Tier = Extract<RateLine, { rateLineType: "flatRateTier" }>;
const openEnd = Number.POSITIVE_INFINITY;

const noTierAfter = ({ siblings, index }: Place) => !siblings.slice(index + 1).some(isTier);
const tierStart = (place: Place) => {
  const { min, max } = tierBounds(place);
  return Math.min(min + 59, max);
};
const end = (place: Place) => Number(place.owner.durationEnd ?? openEnd);
const beforeEnd = (place: Place) => ({ max: Math.min(end(place), 527_040) - 1 });
const afterStart = (place: Place) => ({ min: Number(place.owner.durationStart ?? 0) + 1 });

/** The digits below the minor unit follow from the price as it is typed. */
const price = {
  value: must({ kind: "price" }, 0),
  subMinorDigits: may({ kind: "fixed" }, 2),
};
const start = must(duration, 0, { bounds: beforeEnd });

const flatRate: ObjectSpec = {
  words: "line",
  fields: {
    ...price,
    durationStart: must(duration, 0),
  } satisfies Record<Exclude<keyof Extract<RateLine, { rateLineType: "flatRate" }>, "rateLineType">, Entry>,
};
const flatRateTier: ObjectSpec = {
  words: "tier",
  fields: {
    ...price,
    durationEnd: may(unit, (_: unknown, place: Place) => tierStart(place), { bounds: tierBounds, mayGo: noTierAfter }),
  } satisfies Record<Exclude<keyof Tier, "rateLineType">, Entry>,
};
const incrementingRate: ObjectSpec = {
  words: "line",
  fields: {
    ...price,
    durationStart: start,
    durationEnd: may(unit, (_: unknown, place: Place) => Math.min(afterStart(place).min + 59, 527_040), {
      bounds: afterStart,
    }),
    incrementPeriod: must(unit, 60),
    roundingMode: may({ kind: "choice", of: "roundingMode", values: ["up", "down", "nearest", "exact"] }, "up"),
  } satisfies Record<Exclude<keyof Extract<RateLine, { rateLineType: "incrementingRate" }>, "rateLineType">, Entry>,
};

/** A price of a period. A new one after a ladder goes on where the ladder ends. */
export const rateLineSpec: UnionSpec = {
  by: "rateLineType",
  words: "lineKind",
  variants: { incrementingRate, flatRate, flatRateTier } satisfies Record<RateLine["rateLineType"], ObjectSpec>,
  fits: (variant, place) => {
    if (variant !== "flatRateTier") return true;
    const { min, max } = tierBounds(place);
    return min <= max;
  },
  first: () => "incrementingRate",
};

const index = may(
  {
    kind: "object",
    spec: {
      words: "capIndex",
      fields: {
        from: must({ kind: "count", min: 1, max: 1_000 }, 1, {
          bounds: ({ owner }) => ({ max: Number(owner.to ?? 1_000) }),
        }),
        to: may({ kind: "count", min: 1, max: 1_000 }, (_: unknown, { owner }: Place) => owner.from, {
          bounds: ({ owner }) => ({ min: Number(owner.from) }),
        }),
      } satisfies Record<keyof NonNullable<Extract<Cap, { scope: "rolling" }>["index"]>, Entry>,
    },
  },
  { from: 1 },
);
const amount = must(money, 0);
const resetAt = may(minuteOfDay, 360);
type CapKeys<Scope extends Cap["scope"]> = Record<Exclude<keyof Extract<Cap, { scope: Scope }>, "scope">, Entry>;

const tableCaps = {
  perStay: { words: "cap", fields: { amount } satisfies CapKeys<"perStay"> },
  rolling: {
    words: "cap",
    fields: {
      amount,
      minutes: must(unit, 1_440),
      endsAt: may({ kind: "time", max: 1_439 }, 0),
      index,
    } satisfies CapKeys<"rolling">,
  },
  calendarDay: {
    words: "cap",
    fields: { amount, resetAt, acrossVisits: may({ kind: "yes" }, true), index } satisfies CapKeys<"calendarDay">,
  },
  calendarWeek: { words: "cap", fields: { amount, resetAt, index } satisfies CapKeys<"calendarWeek"> },
} satisfies Record<Exclude<Cap["scope"], "period">, ObjectSpec>;

/** A limit of a table, and one of a period's own prices, which may also count each occurrence. */
export const tableCapSpec: UnionSpec = { by: "scope", words: "capScope", variants: tableCaps, first: () => "rolling" };
export const periodCapSpec: UnionSpec = {
  by: "scope",
  words: "capScope",
  variants: {
    ...tableCaps,
    period: { words: "cap", fields: { amount } satisfies CapKeys<"period"> },
  } satisfies Record<Cap["scope"], ObjectSpec>,
  first: () => "period",
};

const times = may({ kind: "count", min: 1, max: 100 }, 1);
const shortVisitMinutes = may(duration, 10);
type Limit = NonNullable<FreePeriod["limit"]>;
const limitSpec: UnionSpec = {
  by: "scope",
  words: "freeLimitScope",
  variants: {
    calendarDay: {
      words: "freeLimit",
      fields: { times, shortVisitMinutes } satisfies Record<
        Exclude<keyof Extract<Limit, { scope: "calendarDay" }>, "scope">,
        Entry
      >,
    },
    rolling: {
      words: "freeLimit",
      fields: { minutes: must(unit, 1_440), times, shortVisitMinutes } satisfies Record<
        Exclude<keyof Extract<Limit, { scope: "rolling" }>, "scope">,
        Entry
      >,
    },
  } satisfies Record<Limit["scope"], ObjectSpec>,
  first: () => "calendarDay",
};

export const freePeriodSpec: ObjectSpec = {
  words: "freePeriod",
  fields: {
    minutes: must(duration, 15),
    mode: must({ kind: "choice", of: "freeMode", values: ["onlyIfWithin", "subtract"] }, "onlyIfWithin"),
    limit: may({ kind: "union", spec: limitSpec }, { scope: "calendarDay" }),
  } satisfies Record<keyof FreePeriod, Entry>,
};

type AllowanceKeys<Per extends FreeAllowance["per"]> = Record<
  Exclude<keyof Extract<FreeAllowance, { per: Per }>, "per">,
  Entry
>;
const words = "freeAllowance";
const minutes = must({ kind: "minutes", min: 1, max: 1_440 }, 120);

export const freeAllowanceSpec: UnionSpec = {
  by: "per",
  words: "freeAllowancePer",
  variants: {
    calendarDay: { words, fields: { minutes, shortVisitMinutes } satisfies AllowanceKeys<"calendarDay"> },
    rolling: {
      words,
      fields: {
        minutes: { ...minutes, bounds: ({ owner }) => ({ max: Math.min(1_440, Number(owner.window ?? 1_440)) }) },
        window: may({ kind: "minutes", min: 60, max: 527_040 }, 1_440, {
          bounds: ({ owner }) => ({ min: Math.max(60, Number(owner.minutes)) }),
        }),
        shortVisitMinutes,
      } satisfies AllowanceKeys<"rolling">,
    },
    visit: { words, fields: { minutes } satisfies AllowanceKeys<"visit"> },
  } satisfies Record<FreeAllowance["per"], ObjectSpec>,
  first: () => "calendarDay",
};
