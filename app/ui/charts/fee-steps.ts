/** The fee of every stay from `stayMinutes` up to the next step. */
export type FeeStep = { stayMinutes: number; feeMinor: number };

const coarseMinutes = 10;

/**
 * The steps of a fee curve over stays of 0 to `spanMinutes`, found by asking `feeOf` every ten
 * minutes and halving where the answer changed. A step starts at the first whole minute that
 * costs its fee.
 */
export function feeSteps(feeOf: (stayMinutes: number) => number, spanMinutes: number): FeeStep[] {
  const steps: FeeStep[] = [{ stayMinutes: 0, feeMinor: feeOf(0) }];
  let left = steps[0] as FeeStep;
  while (left.stayMinutes < spanMinutes) {
    const stayMinutes = Math.min(spanMinutes, left.stayMinutes + coarseMinutes);
    const right = { stayMinutes, feeMinor: feeOf(stayMinutes) };
    addChanges(feeOf, left, right, steps);
    left = right;
  }
  return steps;
}

function addChanges(feeOf: (stayMinutes: number) => number, left: FeeStep, right: FeeStep, steps: FeeStep[]): void {
  if (left.feeMinor === right.feeMinor) return;
  if (right.stayMinutes - left.stayMinutes <= 1) {
    steps.push(right);
    return;
  }
  const middleMinutes = Math.floor((left.stayMinutes + right.stayMinutes) / 2);
  const middle = { stayMinutes: middleMinutes, feeMinor: feeOf(middleMinutes) };
  addChanges(feeOf, left, middle, steps);
  addChanges(feeOf, middle, right, steps);
}

/** The fee that a curve asks for a stay. */
export function feeAt(steps: readonly FeeStep[], stayMinutes: number): number {
  let fee = 0;
  for (const step of steps) {
    if (step.stayMinutes > stayMinutes) break;
    fee = step.feeMinor;
  }
  return fee;
}

/** The stay where two curves lie furthest apart, and by how much; null where they are one. */
export function widestGap(
  draft: readonly FeeStep[],
  live: readonly FeeStep[],
): { stayMinutes: number; moreMinor: number } | null {
  let widest: { stayMinutes: number; moreMinor: number } | null = null;
  for (const { stayMinutes } of [...draft, ...live]) {
    const moreMinor = feeAt(draft, stayMinutes) - feeAt(live, stayMinutes);
    if (moreMinor !== 0 && (widest === null || Math.abs(moreMinor) > Math.abs(widest.moreMinor))) {
      widest = { stayMinutes, moreMinor };
    }
  }
  return widest;
}

/** The first step at which a longer stay costs less than a shorter one, or null. */
export function firstFall(
  steps: readonly FeeStep[],
): { stayMinutes: number; beforeMinor: number; afterMinor: number } | null {
  for (const [index, step] of steps.entries()) {
    const before = steps[index - 1];
    if (before && step.feeMinor < before.feeMinor) {
      return { stayMinutes: step.stayMinutes, beforeMinor: before.feeMinor, afterMinor: step.feeMinor };
    }
  }
  return null;
}
