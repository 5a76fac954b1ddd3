import type { ClockCursor } from "./clock-cursor.ts";
import type { PreparedTable } from "./prepare-table.ts";
import { pieceAt, type TimelineBlock } from "./timeline.ts";

/** From the start of one piece of a block to that of a later one: whole occurrences. */
type Leap = { block: TimelineBlock; piece: number; target: number };

/**
 * Where each occurrence of a period costs what it costs, whatever came before it, all that are over by `until` (in the
 * block of the calendar that holds `at`) are one subtraction. None where `at` begins no occurrence that is over by then.
 */
export function findLeap(
  { timeline }: PreparedTable,
  cursor: ClockCursor,
  at: number,
  until: number,
): Leap | undefined {
  const wallMs = cursor.wallMsAt(at);
  const block = timeline.blockAt(wallMs);
  if (block === undefined) return undefined;
  const piece = pieceAt(block, wallMs, at);
  if (block.starts[piece] !== at || block.begins[piece] !== piece) return undefined;
  const untilWallMs = cursor.wallMsAt(until);
  const isInside = timeline.blockAt(untilWallMs) === block;
  const target = block.begins[isInside ? pieceAt(block, untilWallMs, until) : block.count - 1]!;
  return target > piece ? { block, piece, target } : undefined;
}
