import { DAY_MINUTES, MINUTE_MS } from "../../model/local-time.ts";
import type { StayBound } from "./tariff-difference.ts";

/**
 * Stays from one entry that no time of a tariff tells apart: they end at one instant, or anywhere between two
 * neighbouring ones. `at` is an exit in the middle of them, in ms after the entry: a whole number of minutes.
 */
export type StayCell = { isPoint: boolean; from: number; to: number; at: number };

/**
 * All stays of up to `upToMinutes` from an entry at a minute of the day, as cells of a grid: cut at each length, and at
 * each time of the clock, that is a multiple of the grid.
 */
export function stayCells(entryMinute: number, grid: number, upToMinutes: number): StayCell[] {
  const offset = (grid - (entryMinute % grid)) % grid;
  const points = new Set<number>();
  for (let minutes = 0; minutes <= upToMinutes; minutes += grid) {
    points.add(minutes);
    if (minutes + offset <= upToMinutes) points.add(minutes + offset);
  }
  const rising = [...points].sort((a, b) => a - b);
  return rising.flatMap((minute, index) => {
    const point = { isPoint: true, from: minute, to: minute, at: minute * MINUTE_MS };
    const next = rising[index + 1];
    // Between neighbouring minutes there is no stay of whole minutes.
    if (next === undefined || next - minute < 2) return [point];
    return [point, { isPoint: false, from: minute, to: next, at: Math.floor((minute + next) / 2) * MINUTE_MS }];
  });
}

/** The ways to name the first stay of a cell, and the last: by length, by time of exit, or both where they coincide. */
export function boundsOf(
  first: StayCell,
  last: StayCell,
  { entryMinute, grid }: { entryMinute: number; grid: number },
): { from: StayBound[]; to: StayBound[] } {
  const names = (minutes: number, more: number): StayBound[] => {
    const exit = entryMinute + minutes;
    const byStay: StayBound[] = minutes % grid === 0 ? [{ by: "stay", minutes: minutes + more }] : [];
    return exit % grid === 0 ? [...byStay, { by: "exit", minutes: exit + more }] : byStay;
  };
  return { from: names(first.from, first.isPoint ? 0 : 1), to: names(last.to, last.isPoint ? 0 : -1) };
}

/** The minutes after midnight that an entry on the grid stands for: itself, or all between two multiples. */
export function entriesLike(entryMinute: number, grid: number): { from: number; to: number } {
  if (entryMinute % grid === 0) return { from: entryMinute, to: entryMinute };
  const before = Math.floor(entryMinute / grid) * grid;
  return { from: before + 1, to: Math.min(before + grid, DAY_MINUTES) - 1 };
}
