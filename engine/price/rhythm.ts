import type { CapMeter } from "./cap-meter.ts";
import { owedAt, steadyPosition } from "./ladder.ts";
import type { PreparedCollection } from "./prepare-table.ts";

// Two moments of which these numbers are equal are followed by equal prices, as far as a collection and a cap go.

/** Where a collection's count stands, whole rounds taken off. */
export function addCount(state: number[], { ladder, minimum }: PreparedCollection, positionMs: number): void {
  state.push(steadyPosition(ladder, positionMs));
  // The least that an occurrence costs adds something until that much is owed.
  if (minimum > 0) state.push(Math.min(minimum, owedAt(ladder, positionMs)));
}

/** What a cap's bucket holds. One that is full stays full, however much more falls into it, unless prices can fall. */
export function addBucket(state: number[], { cap, raw, index }: CapMeter, isRising: boolean): void {
  state.push(isRising ? Math.min(raw, cap.amount) : raw, Math.min(index, cap.steadyIndex));
}
