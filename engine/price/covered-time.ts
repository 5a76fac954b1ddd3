import type { RightCoverage } from "../model/right-coverage.ts";
import type { Stay } from "./stay.ts";
import { type TimeSpans, unionOf, within, without } from "./time-spans.ts";

/** Time of a stay that a right covers, and the table that prices it; none: free. */
export type CoveredTime = { right: string; spans: TimeSpans; rateTable: string | undefined };

/** All time of the stay. */
export function wholeStay({ entryAt, exitAt }: Stay): TimeSpans {
  return entryAt < exitAt ? [{ fromAt: entryAt, toAt: exitAt }] : [];
}

/** What the rights of a stay cover, by the tariff's rows. Of two rights at one time the one that the stay lists first counts. */
export function coveredTime(rows: readonly RightCoverage[], stay: Stay): CoveredTime[] {
  let left = wholeStay(stay);
  return (stay.coverage ?? []).flatMap((coverage) => {
    const row = rows.find(({ rights }) => rights === undefined || rights.includes(coverage.right));
    if (row === undefined) return [];
    const fromAt = coveredFrom(row, coverage, stay);
    const there = row.areas === undefined ? left : within(left, timeIn(row.areas, stay));
    const spans = within(there, unionOf([{ fromAt, toAt: coverage.toAt }]));
    if (spans.length === 0) return [];
    left = without(left, spans);
    return [{ right: coverage.right, spans, rateTable: row.rateTable }];
  });
}

/** The time of the stay that no right covers. */
export function uncoveredTime(rows: readonly RightCoverage[] | undefined, stay: Stay): TimeSpans {
  if (rows === undefined || stay.coverage === undefined) return wholeStay(stay);
  const covered = unionOf(coveredTime(rows, stay).flatMap(({ spans }) => spans));
  return without(wholeStay(stay), covered);
}

function coveredFrom(row: RightCoverage, { begins, fromAt }: NonNullable<Stay["coverage"]>[number], stay: Stay) {
  if (begins === "spaceFreed" && row.whenSpaceFrees !== "convert") return Number.POSITIVE_INFINITY;
  if (begins !== "bought" || fromAt <= stay.entryAt) return fromAt;
  if (row.boughtDuringStay === "nextStay") return Number.POSITIVE_INFINITY;
  return row.boughtDuringStay === "fromEntry" ? stay.entryAt : fromAt;
}

/** When the car was in one of these areas; a stay that names no times there was all the time in its zone. */
function timeIn(areas: readonly string[], stay: Stay): TimeSpans {
  const inside = (stay.areaStays ?? []).filter(({ area }) => areas.includes(area));
  const isZone = stay.zone !== undefined && areas.includes(stay.zone);
  const elsewhere = unionOf((stay.areaStays ?? []).filter(({ area }) => !areas.includes(area)));
  return isZone ? without(wholeStay(stay), elsewhere) : unionOf(inside);
}
