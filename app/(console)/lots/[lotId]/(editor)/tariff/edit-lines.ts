import type { RateLine } from "#engine/model/rate-table.ts";
import { isTier } from "./form-model/tier-bounds.ts";

const linesMax = 50;
const longestMinutes = 527_040;

/**
 * One more line of a price. A ladder gets its next step, before a last step without an end; after other prices comes
 * one that begins where they end.
 */
export function addLine(lines: readonly RateLine[]): RateLine[] {
  const last = lines.at(-1);
  if (lines.length >= linesMax) return [...lines];
  if (!last) return [{ rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 60, value: 0 }];
  const { value } = last;
  if (isTier(last)) {
    const before = lines.slice(0, -1).findLast(isTier)?.durationEnd ?? 0;
    if (before + 60 > longestMinutes) return [...lines];
    if (last.durationEnd === undefined) {
      const step: RateLine = { rateLineType: "flatRateTier", durationEnd: before + 60, value };
      return [...lines.slice(0, -1), step, last];
    }
    if (last.durationEnd + 60 > longestMinutes) return [...lines];
    return [...lines, { rateLineType: "flatRateTier", durationEnd: last.durationEnd + 60, value }];
  }
  if (last.rateLineType === "flatRate") {
    return [...lines, { rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 60, value }];
  }
  const end = last.durationEnd ?? Math.min(last.durationStart + 120, longestMinutes - 1);
  if (end <= last.durationStart || end >= longestMinutes) return [...lines];
  return [
    ...lines.slice(0, -1),
    { ...last, durationEnd: end },
    { rateLineType: "incrementingRate", durationStart: end, incrementPeriod: last.incrementPeriod, value },
  ];
}
