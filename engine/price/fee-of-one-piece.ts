import { owedBetween } from "./charge-lines.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import type { PreparedTable } from "./prepare-table.ts";
import type { PreparedCap } from "./prepared-cap.ts";
import type { Stay } from "./stay.ts";
import { pieceAt } from "./timeline.ts";

/**
 * What a table asks for paid time that ends within the occurrence of a period in which it begins, as most short stays
 * do: what the ladder asks for its length, as far as caps let it through. None where it lies otherwise, or where a cap
 * cuts what falls into one of its buckets: the meter knows.
 */
export function feeOfOnePiece(table: PreparedTable, stay: Stay, from: number, cursor: ClockCursor): number | undefined {
  const index = onlyCollection(table, stay, from, cursor);
  if (index === undefined) return undefined;
  if (index < 0) return 0;
  const collection = table.collections[index]!;
  const owed = owedBetween(collection, 0, stay.exitAt - from);
  return capped(table, capped(table, capped(table, owed, collection.caps), table.dailyCaps), table.longCaps);
}

/** The collection that prices all of the time, below 0 where it costs nothing; none where there is more than one piece. */
function onlyCollection(
  { alwaysOne, selection, source, timeline }: PreparedTable,
  { entryAt, exitAt }: Stay,
  from: number,
  cursor: ClockCursor,
): number | undefined {
  if (source.freeAllowance !== undefined) return undefined;
  if (alwaysOne) return 0;
  const bySegment = selection === "segment";
  const at = bySegment ? from : selection === "entryTime" ? entryAt : exitAt;
  const wallMs = cursor.wallMsAt(at);
  const block = timeline.blockAt(wallMs);
  if (block === undefined) return undefined;
  const piece = pieceAt(block, wallMs, at);
  const end = bySegment ? block.starts[block.ends[piece]!]! : Number.POSITIVE_INFINITY;
  return exitAt <= end && at < block.starts[block.count]! ? block.collections[piece]! : undefined;
}

/** An amount that is below a limit is below it in each of its buckets, unless parts of it are taken back later. */
function capped({ rising }: PreparedTable, amount: number | undefined, caps: readonly PreparedCap[]) {
  let left = amount;
  for (let i = 0; i < caps.length; i += 1) {
    const cap = caps[i]!;
    if (left === undefined || !(rising || cap.isEndless)) return undefined;
    if (left > cap.amount) left = cap.isEndless ? cap.amount : undefined;
  }
  return left;
}
