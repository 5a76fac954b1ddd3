import type { Period } from "#engine/model/calendar.ts";
import type { RateLineCollection, RateTable } from "#engine/model/rate-table.ts";
import { freeId } from "./form-model/free-id.ts";

const dayMinutes = 1_440;

/** One window of a price on the clock: its collection, which of its periods, and its minutes after midnight. */
export type Block = { collection: number; period: number; start: number; length: number };

/** The windows that share one kind of day, in the order of the clock. They never overlap. */
export type DayStrip = { days: Omit<Period, "timeOfDayStart" | "timeOfDayEnd">; blocks: readonly Block[] };

/** Where two blocks meet or one stands open: the end of one, the start of the next, or one of both. */
export type Edge = { minute: number; ends: Block | null; starts: Block | null; min: number; max: number };

/** The smallest window that can be drawn. */
const leastMinutes = 5;

/** The strips of a table, one for each kind of day whose windows can be drawn side by side. */
export function stripsOf(table: RateTable): DayStrip[] {
  const strips = new Map<string, { days: DayStrip["days"]; blocks: Block[] }>();
  for (const [collection, { periods = [] }] of table.rateLineCollections.entries()) {
    for (const [period, { timeOfDayStart: start, timeOfDayEnd: end, ...days }] of periods.entries()) {
      if (start === undefined || end === undefined || days.extraDays) continue;
      const key = JSON.stringify(days);
      const strip = strips.get(key) ?? { days, blocks: [] };
      strip.blocks.push({ collection, period, start, length: lengthOf(start, end) });
      strips.set(key, strip);
    }
  }
  return [...strips.values()]
    .map(({ days, blocks }) => ({ days, blocks: blocks.sort((a, b) => a.start - b.start) }))
    .filter(({ blocks }) => !overlap(blocks));
}

/** Whether a price is one window of a strip, so that its times have neighbours to move. */
export function isOnStrip(table: RateTable, index: number): boolean {
  return (
    table.rateLineCollections[index]?.periods?.length === 1 &&
    stripsOf(table).some(({ blocks }) => blocks.some(({ collection }) => collection === index))
  );
}

/** Minutes of a window; an end at or before the start is on the next day. */
export function lengthOf(start: number, end: number): number {
  return (((end - start) % dayMinutes) + dayMinutes) % dayMinutes || dayMinutes;
}

function overlap(blocks: readonly Block[]): boolean {
  if (blocks.length < 2) return false;
  return blocks.some((block, index) => {
    const next = blocks[(index + 1) % blocks.length];
    return next !== undefined && lengthOf(block.start, next.start) < block.length;
  });
}

/**
 * The edges of a strip and how far each can move. Limits count on from the strip's first start without a turn at
 * midnight, so `min` and `max` may be under 0 or over 1440.
 */
export function edgesOf({ blocks }: DayStrip): Edge[] {
  if (blocks.length === 1) {
    const [only] = blocks as [Block];
    if (only.length === dayMinutes) return [];
    const end = only.start + only.length;
    return [
      { minute: only.start, ends: null, starts: only, min: end - dayMinutes, max: end - leastMinutes },
      { minute: end, ends: only, starts: null, min: only.start + leastMinutes, max: only.start + dayMinutes },
    ];
  }
  return blocks.flatMap((block, index): Edge[] => {
    const before = blocks.at(index - 1) as Block;
    const start = block.start;
    const beforeStart = start - lengthOf(before.start, start);
    const beforeEnd = beforeStart + before.length;
    const last = start + block.length - leastMinutes;
    if (beforeEnd === start) {
      return [{ minute: start, ends: before, starts: block, min: beforeStart + leastMinutes, max: last }];
    }
    return [
      { minute: beforeEnd, ends: before, starts: null, min: beforeStart + leastMinutes, max: start },
      { minute: start, ends: null, starts: block, min: beforeEnd, max: last },
    ];
  });
}

/** The nearest minute to which an edge can go. */
function clampedMinute(edge: Edge, minute: number): number {
  return Math.max(edge.min, Math.min(edge.max, minute));
}

/** A time of day as the minute of the edge's own count that lies in its limits; null where none does. */
export function minuteWithin(edge: Edge, minuteOfDay: number): number | null {
  const candidates = [minuteOfDay - dayMinutes, minuteOfDay, minuteOfDay + dayMinutes];
  const fitting = candidates.filter((minute) => minute >= edge.min && minute <= edge.max);
  return fitting.sort((a, b) => Math.abs(a - edge.minute) - Math.abs(b - edge.minute))[0] ?? null;
}

/** Moves an edge; what ends and what starts there move as one, so no gap and no overlap is made. */
export function moveEdge(table: RateTable, edge: Edge, minute: number): RateTable {
  const at = (((clampedMinute(edge, minute) % dayMinutes) + dayMinutes) % dayMinutes) as number;
  const moved = edge.ends ? withTimes(table, edge.ends, { timeOfDayEnd: at }) : table;
  return edge.starts ? withTimes(moved, edge.starts, { timeOfDayStart: at }) : moved;
}

/** Cuts the longest block of a strip in two; the later half becomes a price of its own that begins with the same lines. */
export function splitBlock(table: RateTable, strip: DayStrip, name: string): RateTable {
  const block = strip.blocks.reduce((longest, each) => (each.length > longest.length ? each : longest));
  const source = table.rateLineCollections[block.collection];
  if (!source || block.length < 2 * leastMinutes || table.rateLineCollections.length >= 30) return table;
  const half = block.length > 120 ? Math.round(block.length / 120) * 60 : Math.floor(block.length / 2);
  const cut = (block.start + half) % dayMinutes;
  const end = (block.start + block.length) % dayMinutes;
  const added: RateLineCollection = {
    id: freeId(table.rateLineCollections, "price"),
    name,
    periods: [{ ...strip.days, timeOfDayStart: cut, timeOfDayEnd: end }],
    rateLines: source.rateLines,
  };
  const shortened = withTimes(table, block, { timeOfDayEnd: cut });
  return {
    ...shortened,
    rateLineCollections: shortened.rateLineCollections.toSpliced(block.collection + 1, 0, added),
  };
}

/** A price of its own for some days of the week, asked before the others. */
export function addDays(table: RateTable, days: readonly number[], name: string): RateTable {
  const first = table.rateLineCollections[0];
  if (!first || table.rateLineCollections.length >= 30) return table;
  const added: RateLineCollection = {
    id: freeId(table.rateLineCollections, "days"),
    name,
    periods: [{ daysOfWeek: [...days] }],
    rateLines: first.rateLines,
  };
  return { ...table, rateLineCollections: [added, ...table.rateLineCollections] };
}

function withTimes(
  table: RateTable,
  { collection, period }: Block,
  times: { timeOfDayStart?: number; timeOfDayEnd?: number },
): RateTable {
  return {
    ...table,
    rateLineCollections: table.rateLineCollections.map((each, index) =>
      index === collection
        ? {
            ...each,
            periods: each.periods?.map((other, place) => (place === period ? { ...other, ...times } : other)),
          }
        : each,
    ),
  };
}
