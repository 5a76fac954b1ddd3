import { DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import type { Tariff } from "../model/rate-table.ts";
import type { Validation, ValidationEffect, ValidationLimits } from "../model/validation.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { shareOf } from "./share-of.ts";
import type { Stay } from "./stay.ts";

const NO_VALIDATIONS: readonly Validation[] = [];

/** The validations of a stay that count, in the order in which the tariff lists their kinds. */
export function appliedValidations(
  { validations: kinds, validationLimits }: Pick<Tariff, "validations" | "validationLimits">,
  { validations: types }: Stay,
): readonly Validation[] {
  if (kinds === undefined || types === undefined) return NO_VALIDATIONS;
  const applied = kinds.flatMap((kind) => {
    const times = types.filter((type) => type === kind.type).length;
    return Array.from({ length: Math.min(times, kind.maxTimes ?? 1) }, () => kind);
  });
  return applied.slice(0, validationLimits?.maxTimes);
}

/** How validations change the time that is priced. */
export type FreeTime = {
  frontMs: number;
  /** Free from entry until this instant. */
  untilAt: number;
  tailMs: number;
  /** The free period is at least this long. */
  freePeriodMs: number;
  /** Coming back has cost the plate its free period. */
  noFree: boolean;
};

export function freeTimeOf(
  validations: readonly Validation[],
  stay: Stay,
  { cursor, limits }: { cursor: ClockCursor; limits: ValidationLimits | undefined },
): FreeTime {
  const free: FreeTime = { frontMs: 0, untilAt: 0, tailMs: 0, freePeriodMs: 0, noFree: false };
  for (const { effect } of validations) {
    if (effect.kind === "freeMinutes" && effect.apply === "tail") free.tailMs += effect.minutes * MINUTE_MS;
    if (effect.kind === "freeMinutes" && effect.apply !== "tail") free.frontMs += effect.minutes * MINUTE_MS;
    if (effect.kind === "freePeriod") free.freePeriodMs = Math.max(free.freePeriodMs, effect.minutes * MINUTE_MS);
    if (effect.kind === "freeUntil") {
      const day = Math.floor(cursor.wallMsAt(stay.entryAt) / DAY_MS);
      free.untilAt = Math.max(free.untilAt, cursor.instantOf(day + (effect.extraDays ?? 0), effect.timeOfDay));
    }
  }
  const mostMs = (limits?.maxMinutes ?? Number.POSITIVE_INFINITY) * MINUTE_MS;
  free.frontMs = Math.min(free.frontMs, mostMs);
  free.tailMs = Math.min(free.tailMs, mostMs - free.frontMs);
  return free;
}

/** What an effect leaves of a price; effects on time leave it as it is. */
export function reducedBy(effect: ValidationEffect, total: number, scale: number): number {
  switch (effect.kind) {
    case "amount":
      return Math.max(0, total - effect.amount * scale);
    case "fixedPrice":
      return Math.min(total, effect.amount * scale);
    case "percent":
      return total - Math.min(shareOf(total, effect.rate), (effect.maxAmount ?? Number.POSITIVE_INFINITY) * scale);
    case "full":
      return 0;
    default:
      return total;
  }
}
