import { toInstant, toLocal } from "../../model/clock-table.ts";
import { MINUTE_MS } from "../../model/local-time.ts";
import { daysToLookAt, distinctDays } from "./days-to-look-at.ts";
import { type FallCause as Cause, fallCauses } from "./fall-causes.ts";
import type { StayConditions, StayProfile } from "./stay-profiles.ts";
import type { TableView, TariffLint, TariffView } from "./tariff-view.ts";
import { gridMinutes, timesOfDayOn } from "./time-grid.ts";
import { usersOf } from "./unused-parts.ts";

/**
 * Stays that cost less than a shorter one with the same entry.
 *
 * Time costs nothing less than nothing, and caps, free time, discounts, tax and rounding keep the order of amounts. So
 * a fee can fall in three places only, and only there it is looked for: where an exit moves in or out of a window that
 * chooses the table, where the period at exit chooses the price, and where a total is lower than the one before it.
 * Between two such places the fee rises, so the minute before a place and the first minute after it decide.
 */
export const feeFalls: TariffLint = (view) => {
  const isOpen = !view.profiles.complete || hasPartsNotProved(view);
  for (const table of view.tables) {
    const causes = fallCauses(table, view.setting.clock);
    const who = causes.length === 0 ? [] : usersOf(view, table);
    for (const cause of causes) {
      const fall = who.length === 0 ? undefined : findFall(view, table, { cause, who });
      if (fall) sayFall(view, table, cause, fall);
      else if (cause.isBounded || view.pricer.isSpent) view.undecided.push({ path: cause.path, question: cause.code });
    }
  }
  if (isOpen) view.undecided.push({ path: ["tariff"], question: "feeFalls" });
};

type Fall = { conditions: StayConditions; entryAt: number; exits: [number, number]; fees: [number, number] };

/** Parts that the argument above does not speak of. */
function hasPartsNotProved({ tariff }: TariffView): boolean {
  const { validations = [], overstay } = tariff;
  const known = new Set([
    ...["currency", "minorUnitDigits", "rateTables", "rateEligibility", "specialDays", "validations"],
    ...["validationStacking", "surcharges", "exitGraceMinutes", "overstay", "lostCredential", "reEntry", "tax"],
    ...["roundTotal", "cashRounding", "events", "noReturn"],
  ]);
  const special = tariff.rateTables.filter(
    (table) => table.periodSelection === "exitTime" || table.timesOfDay !== undefined,
  );
  const byName = new Set(special.map(({ id }) => id));
  return (
    Object.keys(tariff).some((key) => !known.has(key)) ||
    (overstay !== undefined && byName.has(overstay.rateTable)) ||
    validations.some(({ effect }) => effect.kind === "rateTable" && byName.has(effect.rateTable))
  );
}

/** Most entries for one place where a fee may fall. */
const ENTRIES_MAX = 80;
/** Days of a stay that are told apart by the periods on them. */
const SPAN_DAYS = 2;

function findFall(
  view: TariffView,
  table: TableView,
  { cause, who }: { cause: Cause; who: readonly StayProfile[] },
): Fall | undefined {
  const entries = entriesFor(view, table).filter(cause.mayEnter);
  for (const entryAt of entries.slice(0, ENTRIES_MAX)) {
    const pairs = cause.exitsFor(entryAt);
    for (const { conditions } of who) {
      for (const exits of pairs) {
        const [before, after] = exits.map((exitAt) => quoteOf(view, { ...conditions, entryAt, exitAt }));
        if (before === undefined || after === undefined || after.feeMinor >= before.feeMinor) continue;
        const isHere = [before, after].some(({ rateTable }) => rateTable.id === table.source.id);
        if (isHere) return { conditions, entryAt, exits, fees: [before.feeMinor, after.feeMinor] };
      }
    }
    if (view.pricer.isSpent) return undefined;
  }
  if (entries.length > ENTRIES_MAX) cause.isBounded = true;
  return undefined;
}

function quoteOf(view: TariffView, stay: { entryAt: number; exitAt: number } & StayConditions) {
  if (stay.exitAt < stay.entryAt) return undefined;
  return view.pricer.quote(view.prepared, stay);
}

/** Entries on the grid of the tariff, the usual times of a day first. */
function entriesFor(view: TariffView, table: TableView): number[] {
  const { clock } = view.setting;
  const minutes = timesOfDayOn(gridMinutes([view.tariff], clock));
  const byUse = [...minutes.filter((minute) => minute >= 480), ...minutes.filter((minute) => minute < 480)];
  const days = distinctDays(view, daysToLookAt(view, table), SPAN_DAYS);
  return days.flatMap((day) => byUse.map((minute) => toInstant(clock, day, minute)));
}

function sayFall(view: TariffView, { source }: TableView, { code, path }: Cause, fall: Fall): void {
  const { conditions, entryAt, exits, fees } = fall;
  const { dayOfWeek, minuteOfDay } = toLocal(view.setting.clock, entryAt);
  view.findings.push({
    code,
    severity: "warning",
    path,
    params: {
      rateTable: source.rateTableName ?? source.id,
      entered: `${dayOfWeek} ${minuteOfDay}`,
      shorterMinutes: (exits[0] - entryAt) / MINUTE_MS,
      longerMinutes: (exits[1] - entryAt) / MINUTE_MS,
      beforeMinor: fees[0],
      afterMinor: fees[1],
      currency: view.tariff.currency,
    },
    witness: {
      kind: "stays",
      stays: exits.map((exitAt, index) => ({ stay: { ...conditions, entryAt, exitAt }, feeMinor: fees[index]! })),
    },
  });
}
