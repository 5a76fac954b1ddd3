import type { Period } from "../model/calendar.ts";
import { formatLocalDate } from "../model/local-date.ts";
import type { OcpiPrice } from "./ocpi-elements.ts";

/** From `fromMinutes` of the stay on, the time costs what `price` says; nothing where there is none. */
export type OcpiPiece = { fromMinutes: number; toMinutes: number; price: OcpiPrice };

/** A part of the calendar in which the same prices are active. Without `periods` it is always. */
export type OcpiCell = { pieces: OcpiPiece[]; flat: OcpiPrice | undefined; periods: Period[] | undefined };

type Dates = { fromDay: number; toDay: number };
type Stretch = { dates: Dates; daysOfWeek: number[]; from: number; to: number };

/** Dates before and after the ones that a tariff names. */
const FIRST_DATE = "0001-01-01";
const LAST_DATE = "9999-12-31";

/**
 * The first element that is active counts, at each moment anew. Our periods know no such question, so the calendar is
 * cut wherever an answer changes, and what has the same answer becomes one cell. Cells never overlap.
 */
export function ocpiCells({ time, flat }: { time: readonly OcpiPrice[]; flat: readonly OcpiPrice[] }): OcpiCell[] {
  const all = [...time, ...flat];
  const cells = new Map<string, { pieces: OcpiPiece[]; flat: OcpiPrice | undefined; stretches: Stretch[] }>();
  for (const dates of dateCuts(all)) {
    const current = all.filter(({ fromDay, toDay }) => fromDay <= dates.fromDay && dates.toDay <= toDay);
    for (let dayOfWeek = 1; dayOfWeek <= 7; dayOfWeek += 1) {
      const today = current.filter(({ daysOfWeek }) => daysOfWeek.includes(dayOfWeek));
      for (const { from, to } of dayCuts(today)) {
        const active = today.filter(({ windows }) => windows.some(([start, end]) => start <= from && to <= end));
        const pieces = piecesOf(active.filter((price) => time.includes(price)));
        const once = active.find((price) => flat.includes(price));
        if (pieces.length === 0 && once === undefined) continue;
        const key = JSON.stringify([...pieces.map((piece) => [piece.fromMinutes, piece.price.path]), once?.path]);
        const cell = cells.get(key) ?? { pieces, flat: once, stretches: [] };
        cells.set(key, cell);
        addStretch(cell.stretches, { dates, daysOfWeek: [dayOfWeek], from, to });
      }
    }
  }
  return [...cells.values()].map(({ stretches, ...cell }) => ({ ...cell, periods: periodsOf(stretches) }));
}

/** The prices of one moment along the duration of the stay; the first that is active counts. */
function piecesOf(active: readonly OcpiPrice[]): OcpiPiece[] {
  const cuts = cutsOf([0, ...active.flatMap(({ fromMinutes, toMinutes }) => [fromMinutes, toMinutes])]);
  const pieces: OcpiPiece[] = [];
  for (const [index, fromMinutes] of cuts.entries()) {
    const toMinutes = cuts[index + 1] ?? Number.POSITIVE_INFINITY;
    const price = active.find((one) => one.fromMinutes <= fromMinutes && toMinutes <= one.toMinutes);
    const last = pieces.at(-1);
    if (price === undefined) continue;
    if (last?.price === price && last.toMinutes === fromMinutes) last.toMinutes = toMinutes;
    else pieces.push({ fromMinutes, toMinutes, price });
  }
  return pieces;
}

function dateCuts(prices: readonly OcpiPrice[]): Dates[] {
  const cuts = cutsOf([Number.NEGATIVE_INFINITY, ...prices.flatMap(({ fromDay, toDay }) => [fromDay, toDay])]);
  return cuts.map((fromDay, index) => ({ fromDay, toDay: cuts[index + 1] ?? Number.POSITIVE_INFINITY }));
}

function dayCuts(prices: readonly OcpiPrice[]): { from: number; to: number }[] {
  const cuts = cutsOf([0, 1_440, ...prices.flatMap(({ windows }) => windows.flat())]);
  return cuts.slice(0, -1).map((from, index) => ({ from, to: cuts[index + 1]! }));
}

function cutsOf(values: readonly number[]): number[] {
  return [...new Set(values)].filter((value) => value !== Number.POSITIVE_INFINITY).sort((a, b) => a - b);
}

function addStretch(stretches: Stretch[], next: Stretch): void {
  const last = stretches.at(-1);
  const isNeighbour = last?.dates === next.dates && last.daysOfWeek[0] === next.daysOfWeek[0] && last.to === next.from;
  if (last && isNeighbour) last.to = next.to;
  else stretches.push(next);
}

function periodsOf(stretches: readonly Stretch[]): Period[] | undefined {
  const merged = new Map<string, Stretch>();
  for (const stretch of stretches) {
    const key = `${stretch.dates.fromDay}/${stretch.from}/${stretch.to}`;
    const same = merged.get(key);
    if (same) same.daysOfWeek.push(...stretch.daysOfWeek);
    else merged.set(key, { ...stretch, daysOfWeek: [...stretch.daysOfWeek] });
  }
  const periods = overMidnight([...merged.values()]).map(periodOf);
  return periods.length === 1 && Object.keys(periods[0]!).length === 0 ? undefined : periods;
}

/** The end and the start of every day are one window in the words of a tariff. */
function overMidnight(stretches: Stretch[]): Stretch[] {
  const isDaily = ({ daysOfWeek, from, to }: Stretch) => daysOfWeek.length === 7 && !(from === 0 && to === 1_440);
  const evening = stretches.find((one) => isDaily(one) && one.to === 1_440);
  const morning = stretches.find((one) => isDaily(one) && one.from === 0 && one.dates === evening?.dates);
  if (evening === undefined || morning === undefined) return stretches;
  const rest = stretches.filter((one) => one !== evening && one !== morning);
  return [...rest, { ...evening, to: morning.to }];
}

function periodOf({ dates: { fromDay, toDay }, daysOfWeek, from, to }: Stretch): Period {
  const start = fromDay === Number.NEGATIVE_INFINITY ? FIRST_DATE : formatLocalDate(fromDay);
  const end = toDay === Number.POSITIVE_INFINITY ? LAST_DATE : formatLocalDate(toDay - 1);
  return {
    ...(daysOfWeek.length < 7 && { daysOfWeek }),
    ...((start !== FIRST_DATE || end !== LAST_DATE) && { dateRanges: [{ start, end }] }),
    ...((from !== 0 || to !== 1_440) && { timeOfDayStart: from, timeOfDayEnd: to }),
  };
}
