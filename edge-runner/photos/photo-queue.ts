import type { PhotoRow } from "../report/journal-reader.ts";

/** What an uplink lets photos do. */
export type UplinkTerms = { readonly isMetered: boolean };

const dayMs = 24 * 60 * 60_000;

/** What went over a metered uplink on one day (UTC). */
export type MeteredUse = { readonly day: number; readonly bytes: number };

/** May this photo go now? Over a metered uplink only plates do, up to a bound for each day. */
export function mayGo(
  row: Pick<PhotoRow, "kind" | "bytes">,
  uplink: UplinkTerms,
  use: MeteredUse,
  at: { nowMs: number; bytesPerDay: number },
): boolean {
  if (!uplink.isMetered) return true;
  const used = use.day === dayOf(at.nowMs) ? use.bytes : 0;
  return row.kind === "plate" && used + row.bytes <= at.bytesPerDay;
}

/** The day's use with these bytes added. */
export function addUse(use: MeteredUse, bytes: number, nowMs: number): MeteredUse {
  const day = dayOf(nowMs);
  return { day, bytes: (use.day === day ? use.bytes : 0) + bytes };
}

function dayOf(nowMs: number): number {
  return Math.floor(nowMs / dayMs);
}
