import type { ClockTable } from "#engine/model/clock-table.ts";
import { makeClockTable } from "./make-clock-table.ts";

const zonesMax = 64;
const known = new Map<string, ClockTable>();

/** The clock table that a bundle published now would carry. Made once a zone and year. */
export function readClockTable(timeZone: string, nowMs: number): ClockTable {
  const name = `${timeZone} ${new Date(nowMs).getUTCFullYear()}`;
  const table = known.get(name) ?? makeClockTable(timeZone, nowMs);
  known.delete(name);
  known.set(name, table);
  if (known.size > zonesMax) known.delete(known.keys().next().value!);
  return table;
}
