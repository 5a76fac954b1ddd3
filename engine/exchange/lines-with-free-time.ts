import type { FreePeriod } from "../model/free-period.ts";
import type { RateLine } from "../model/rate-table.ts";

type Tier = Extract<RateLine, { rateLineType: "flatRateTier" }>;

/**
 * The same prices with the free minutes written into them, for a standard that has no word for free time: later by the
 * free minutes where these are subtracted, and owed at once when they are exceeded where they are lost.
 */
export function linesWithFreeTime(lines: readonly RateLine[], { minutes, mode }: FreePeriod): RateLine[] {
  if (minutes === 0) return [...lines];
  const tiers = lines.filter((line) => line.rateLineType === "flatRateTier");
  const others = lines.filter((line) => line.rateLineType !== "flatRateTier");
  const free: Tier = { rateLineType: "flatRateTier", durationEnd: minutes, value: 0 };
  const withFree = (rest: Tier[]): Tier[] => (tiers.length === 0 ? [] : [free, ...rest]);
  if (mode === "subtract") {
    return [...withFree(tiers.map((line) => later(line, minutes))), ...others.map((line) => later(line, minutes))];
  }
  const last = tiers.at(-1);
  const longer = tiers.filter(({ durationEnd }) => durationEnd === undefined || durationEnd > minutes);
  const totals = longer.length === 0 && last ? [withoutEnd(last)] : longer;
  return [...withFree(totals), ...others.flatMap((line) => owedAfter(line, minutes))];
}

function later<Line extends RateLine>(line: Line, minutes: number): Line {
  return {
    ...line,
    ...("durationStart" in line && { durationStart: line.durationStart + minutes }),
    ...("durationEnd" in line && line.durationEnd !== undefined && { durationEnd: line.durationEnd + minutes }),
  };
}

function withoutEnd({ durationEnd: _end, ...tier }: Tier): Tier {
  return tier;
}

/** What has been owed within the free minutes is owed at once when they are exceeded. */
function owedAfter(line: Exclude<RateLine, Tier>, minutes: number): RateLine[] {
  if (line.durationStart >= minutes) return [line];
  if (line.rateLineType === "flatRate") return [{ ...line, durationStart: minutes }];
  const { durationStart, durationEnd = Number.POSITIVE_INFINITY, incrementPeriod } = line;
  const unitsMax = Math.ceil((durationEnd - durationStart) / incrementPeriod);
  const units = Math.min(Math.floor((minutes - durationStart) / incrementPeriod) + 1, unitsMax);
  const price = { value: line.value * units, ...(line.subMinorDigits && { subMinorDigits: line.subMinorDigits }) };
  const atOnce: RateLine = { rateLineType: "flatRate", durationStart: minutes, ...price };
  const next = durationStart + units * incrementPeriod;
  return next < durationEnd ? [atOnce, { ...line, durationStart: next }] : [atOnce];
}
