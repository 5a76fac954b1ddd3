import type { RateLineCollection, RateTable } from "#engine/model/rate-table.ts";

/** A collection that holds in one window of the wall clock. */
type Windowed = { timeOfDayStart: number; timeOfDayEnd: number };

/** The one window of a collection, where it has exactly one with times; null otherwise. */
export function windowOf(collection: RateLineCollection): Windowed | null {
  const [period, ...more] = collection.periods ?? [];
  if (!period || more.length > 0) return null;
  const { timeOfDayStart, timeOfDayEnd } = period;
  return timeOfDayStart === undefined || timeOfDayEnd === undefined ? null : { timeOfDayStart, timeOfDayEnd };
}

/**
 * Moves one edge of a window. The neighbour that touched this edge moves with it, so that no gap and
 * no overlap can be made. Answers the table and the name of the neighbour that moved, if any.
 */
export function moveWindowEdge(
  table: RateTable,
  index: number,
  edge: "timeOfDayStart" | "timeOfDayEnd",
  minuteOfDay: number,
): { table: RateTable; moved: RateLineCollection | null } {
  const collections = table.rateLineCollections;
  const own = collections[index];
  const before = own ? windowOf(own) : null;
  if (!own || !before) return { table, moved: null };
  const touching = edge === "timeOfDayStart" ? "timeOfDayEnd" : "timeOfDayStart";
  const minute = minuteOfDay % 1_440;
  const neighbour = collections.findIndex((other, place) => {
    const window = place === index || !sameDays(own, other) ? null : windowOf(other);
    return window !== null && window[touching] % 1_440 === before[edge] % 1_440;
  });
  const next = collections.map((collection, place) => {
    if (place === index) return withTime(collection, edge, minute);
    return place === neighbour ? withTime(collection, touching, minute) : collection;
  });
  return { table: { ...table, rateLineCollections: next }, moved: collections[neighbour] ?? null };
}

/** Splits a price that holds at all times into a day and a night; the night is one block across midnight. */
export function addNight(table: RateTable, names: { day: string; night: string }, flatMinor: number): RateTable {
  const [always, ...more] = table.rateLineCollections;
  if (!always || more.length > 0 || always.periods) return table;
  return {
    ...table,
    rateLineCollections: [
      { ...always, name: always.name ?? names.day, periods: [{ timeOfDayStart: 480, timeOfDayEnd: 1_320 }] },
      {
        id: freeId(table, "night"),
        name: names.night,
        periods: [{ timeOfDayStart: 1_320, timeOfDayEnd: 480 }],
        rateLines: [{ rateLineType: "flatRate", durationStart: 0, value: flatMinor }],
      },
    ],
  };
}

/** Takes a window out; its neighbours close the gap, and a last one left holds at all times. */
export function removeWindow(table: RateTable, index: number): RateTable {
  const gone = table.rateLineCollections[index];
  const window = gone ? windowOf(gone) : null;
  const left = table.rateLineCollections.filter((_, place) => place !== index);
  const only = left[0];
  if (!gone || !only) return table;
  if (left.length === 1) {
    const { periods: _periods, ...always } = only;
    return { ...table, rateLineCollections: [always] };
  }
  const closed = left.map((collection) => {
    const own = windowOf(collection);
    const follows = window && own && sameDays(gone, collection) && own.timeOfDayEnd === window.timeOfDayStart;
    return follows ? withTime(collection, "timeOfDayEnd", window.timeOfDayEnd) : collection;
  });
  return { ...table, rateLineCollections: closed };
}

function withTime(
  collection: RateLineCollection,
  edge: "timeOfDayStart" | "timeOfDayEnd",
  minute: number,
): RateLineCollection {
  return { ...collection, periods: collection.periods?.map((period) => ({ ...period, [edge]: minute })) };
}

function sameDays(a: RateLineCollection, b: RateLineCollection): boolean {
  const days = (collection: RateLineCollection) => {
    const { timeOfDayStart: _start, timeOfDayEnd: _end, ...rest } = collection.periods?.[0] ?? {};
    return JSON.stringify(rest);
  };
  return days(a) === days(b);
}

function freeId(table: RateTable, wanted: string): string {
  const taken = new Set(table.rateLineCollections.map((collection) => collection.id));
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? wanted : `${wanted}${n}`;
    if (!taken.has(id)) return id;
  }
}
