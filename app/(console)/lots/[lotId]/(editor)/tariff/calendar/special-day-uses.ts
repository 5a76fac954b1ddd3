import type { RateTable, Tariff } from "#engine/model/rate-table.ts";
import type { SpecialDayType } from "#engine/model/special-day-type.ts";

/** A place in the prices that asks for a kind of day. */
export type DayUse = {
  readonly table: string;
  /** The price of the table; null where the whole table asks. */
  readonly price: string | null;
  /** It holds on such days too, or just not on them. */
  readonly how: "on" | "except";
};

type Asking = {
  readonly specialDays?: readonly SpecialDayType[];
  readonly exceptSpecialDays?: readonly SpecialDayType[];
};

/** Which tables and prices ask for each kind of day, in the tariff's order. A public holiday also makes the days around it. */
export function specialDayUses({ rateTables }: Pick<Tariff, "rateTables">): ReadonlyMap<SpecialDayType, DayUse[]> {
  const uses = new Map<SpecialDayType, DayUse[]>();
  const add = (type: SpecialDayType, use: DayUse) => {
    const known = uses.get(type) ?? [];
    const isKnown = known.some(
      ({ table, price, how }) => table === use.table && price === use.price && how === use.how,
    );
    if (!isKnown) uses.set(type, [...known, use]);
  };
  const addAll = (asking: Asking, table: string, price: string | null) => {
    for (const how of ["on", "except"] as const) {
      for (const type of asking[how === "on" ? "specialDays" : "exceptSpecialDays"] ?? []) {
        add(type, { table, price, how });
        if (isAround(type)) add("publicHoliday", { table, price, how });
      }
    }
  };
  for (const table of rateTables) {
    const name = nameOf(table);
    for (const times of table.timesOfDay ?? []) addAll(times, name, null);
    for (const { id, name: price, periods = [] } of table.rateLineCollections) {
      for (const period of periods) addAll(period, name, price ?? id);
    }
  }
  return uses;
}

function isAround(type: SpecialDayType): boolean {
  return type === "dayBeforePublicHoliday" || type === "dayFollowingPublicHoliday";
}

function nameOf({ id, rateTableName, validityStart }: RateTable): string {
  const name = rateTableName ?? id;
  return validityStart === undefined ? name : `${name} (${validityStart})`;
}
