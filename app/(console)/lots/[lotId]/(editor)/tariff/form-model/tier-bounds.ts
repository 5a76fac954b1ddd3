import type { RateLine } from "#engine/model/rate-table.ts";

type Tier = Extract<RateLine, { rateLineType: "flatRateTier" }>;

const longestMinutes = 527_040;

export function isTier(line: unknown): line is Tier {
  return (line as Partial<RateLine>).rateLineType === "flatRateTier";
}

/** Between which stays a step of a ladder must end: after the step before it, before the step after it. */
export function tierBounds({ siblings, index }: { siblings: readonly unknown[]; index: number }): {
  min: number;
  max: number;
} {
  const before = siblings.slice(0, index).findLast(isTier);
  const after = siblings.slice(index + 1).find(isTier);
  return {
    min: (before ? (before.durationEnd ?? Number.POSITIVE_INFINITY) : 0) + 1,
    max: after?.durationEnd === undefined ? longestMinutes : after.durationEnd - 1,
  };
}
