import type { RateTable } from "#engine/model/rate-table.ts";
import { stripsOf } from "./day-strip.ts";
import { freeId } from "./form-model/free-id.ts";

/** Splits a price that holds at all times into a day and a night; the night is one block across midnight. */
export function addNight(table: RateTable, names: { day: string; night: string }, flatMinor: number): RateTable {
  const [always, ...more] = table.rateLineCollections;
  if (!always || more.length > 0 || always.periods) return table;
  return {
    ...table,
    rateLineCollections: [
      { ...always, name: names.day, periods: [{ timeOfDayStart: 480, timeOfDayEnd: 1_320 }] },
      {
        id: freeId(table.rateLineCollections, "night"),
        name: names.night,
        periods: [{ timeOfDayStart: 1_320, timeOfDayEnd: 480 }],
        rateLines: [{ rateLineType: "flatRate", durationStart: 0, value: flatMinor }],
      },
    ],
  };
}

/**
 * Takes a price out. The block before each of its windows takes over its time, so the day keeps no gap; a last price
 * left with one window holds at all times.
 */
export function removeWindow(table: RateTable, index: number): RateTable {
  const left = table.rateLineCollections.filter((_, place) => place !== index);
  const only = left[0];
  if (!only) return table;
  if (left.length === 1 && only.periods?.length === 1 && Object.keys(only.periods[0] ?? {}).length === 2) {
    const { periods: _periods, ...always } = only;
    return { ...table, rateLineCollections: [always] };
  }
  const closed = stripsOf(table).reduce((collections, { blocks }) => {
    const own = blocks.filter((block) => block.collection === index);
    return own.reduce((before, gone) => {
      const end = (gone.start + gone.length) % 1_440;
      const taker = blocks.find(
        (block) => block.collection !== index && (block.start + block.length) % 1_440 === gone.start,
      );
      if (!taker) return before;
      return before.map((collection, place) =>
        place === taker.collection
          ? {
              ...collection,
              periods: collection.periods?.map((period, at) =>
                at === taker.period ? { ...period, timeOfDayEnd: end } : period,
              ),
            }
          : collection,
      );
    }, collections);
  }, table.rateLineCollections);
  return { ...table, rateLineCollections: closed.filter((_, place) => place !== index) };
}
