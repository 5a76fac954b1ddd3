import { MINUTE_MS } from "../model/local-time.ts";
import type { NestedAreas } from "../model/nested-areas.ts";
import type { Tariff } from "../model/rate-table.ts";
import { coveredTime, uncoveredTime, wholeStay } from "./covered-time.ts";
import type { Stay } from "./stay.ts";
import { lengthMsOf, type TimeSpans, unionOf, within, without, withoutFront } from "./time-spans.ts";

/** Time of a stay that the rate table of the stay does not price. */
export type StayPart = {
  reason: "right" | "area" | "passThrough" | "maxStay";
  /** The right or the area. */
  name?: string;
  spans: TimeSpans;
  /** What prices it: a table, the table that the tariff gives to this zone, or nothing. */
  by: { rateTable: string } | { zone: string } | undefined;
};

const NO_TIME: TimeSpans = [];
const NO_PARTS: readonly StayPart[] = [];

/** A stay taken apart: what its own rate table prices, in which zone, and the parts that are priced another way. */
export type SplitStay = { own: TimeSpans; zone: string | undefined; parts: readonly StayPart[] };

/**
 * Takes a stay apart. Rights come first, then the time beyond the longest stay, then areas inside the lot; each takes
 * from what those before it have left.
 */
export function splitStay(tariff: Tariff, stay: Stay): SplitStay {
  const { rightCoverage, maxStay, nestedAreas } = tariff;
  if (rightCoverage === undefined && maxStay === undefined && nestedAreas === undefined) {
    return { own: wholeStay(stay), zone: stay.zone, parts: NO_PARTS };
  }
  const parts: StayPart[] = [];
  let own = wholeStay(stay);
  const take = (part: StayPart) => {
    if (part.spans.length === 0) return;
    parts.push(part);
    own = without(own, part.spans);
  };
  for (const { right, spans, rateTable } of rightCoverage ? coveredTime(rightCoverage, stay) : []) {
    take({ reason: "right", name: right, spans, by: rateTable === undefined ? undefined : { rateTable } });
  }
  if (maxStay?.rateTable !== undefined) {
    take({ reason: "maxStay", spans: beyondMaxStay(tariff, stay), by: { rateTable: maxStay.rateTable } });
  }
  if (nestedAreas === undefined || stay.areaStays === undefined) return { own, zone: stay.zone, parts };
  const inside = areaTimes(nestedAreas, stay.areaStays, own);
  if (nestedAreas.mode === "longest") return { own, zone: longestZone(inside, own) ?? stay.zone, parts };
  for (const { area, spans } of inside) {
    const part: StayPart = { reason: "area", name: area, spans, by: { zone: area } };
    if (nestedAreas.mode !== "sum") take(nestedAreas.mode === "free" ? { ...part, by: undefined } : part);
    else if (spans.length > 0) parts.push(part);
  }
  take({ reason: "passThrough", spans: passThrough(nestedAreas, inside, own), by: undefined });
  return { own, zone: stay.zone, parts };
}

/** The time beyond the longest stay that the tariff allows. */
export function beyondMaxStay({ maxStay, rightCoverage }: Tariff, stay: Stay): TimeSpans {
  if (maxStay === undefined) return NO_TIME;
  return withoutFront(uncoveredTime(rightCoverage, stay), maxStay.minutes * MINUTE_MS);
}

type AreaTime = { area: string; spans: TimeSpans };

/** When the car was in each area; a moment counts for the area that the tariff lists first. */
function areaTimes({ areas }: NestedAreas, areaStays: NonNullable<Stay["areaStays"]>, own: TimeSpans): AreaTime[] {
  let left = own;
  return areas.map((area) => {
    const spans = within(left, unionOf(areaStays.filter((one) => one.area === area)));
    left = without(left, spans);
    return { area, spans };
  });
}

/** The area in which the car was longer than anywhere else, if any. */
function longestZone(inside: readonly AreaTime[], own: TimeSpans): string | undefined {
  const areaMs = inside.map(({ area, spans }) => ({ area, ms: lengthMsOf(spans) }));
  const outerMs = lengthMsOf(own) - areaMs.reduce((sum, { ms }) => sum + ms, 0);
  const longest = areaMs.reduce<{ area: string | undefined; ms: number }>(
    (best, next) => (next.ms > best.ms ? next : best),
    { area: undefined, ms: outerMs },
  );
  return longest.area;
}

/** Short stretches of the outer lot that touch an area. */
function passThrough({ passThroughMinutes = 0 }: NestedAreas, inside: readonly AreaTime[], own: TimeSpans): TimeSpans {
  const areas = unionOf(inside.flatMap(({ spans }) => spans));
  return without(own, areas).filter(
    ({ fromAt, toAt }) =>
      toAt - fromAt <= passThroughMinutes * MINUTE_MS &&
      areas.some((area) => area.toAt === fromAt || area.fromAt === toAt),
  );
}
