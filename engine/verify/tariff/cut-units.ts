import { toInstant } from "../../model/clock-table.ts";
import { DAY_MINUTES, MINUTE_MS } from "../../model/local-time.ts";
import type { RateLineCollection } from "../../model/rate-table.ts";
import { daysToLookAt, distinctDays } from "./days-to-look-at.ts";
import type { TableView, TariffLint, TariffView } from "./tariff-view.ts";
import { usersOf } from "./unused-parts.ts";

/**
 * A unit that the end of its period cuts, while the next period starts one of its own: a short stay over the boundary
 * pays both. Only where the table does not say that this is meant (`unitAtBoundary`).
 */
export const cutUnits: TariffLint = (view) => {
  for (const table of view.tables) {
    const { source, prepared, path } = table;
    const selection = source.periodSelection ?? "segment";
    if (prepared.alwaysOne || selection !== "segment" || source.unitAtBoundary !== undefined) continue;
    const cut = firstCut(view, table);
    if (cut === undefined) continue;
    const { stay, feeMinor, carriedMinor, ofDay, unitMinutes } = cut;
    const at = [...path, "unitAtBoundary"];
    view.findings.push({
      code: "unit.cutByPeriod",
      severity: "warning",
      path: at,
      params: {
        rateTable: source.id,
        stayMinutes: (stay.exitAt - stay.entryAt) / MINUTE_MS,
        boundaryOfDay: ofDay,
        unitMinutes,
        feeMinor,
        carriedMinor,
        currency: view.tariff.currency,
      },
      witness: { kind: "stays", stays: [{ stay, feeMinor }] },
      fix: { kind: "setValue", path: at, value: "carry" },
    });
  }
};

/** The first stay over a boundary that costs more than it would if the unit ran out first. */
function firstCut(view: TariffView, table: TableView) {
  const { source } = table;
  const who = usersOf(view, table).slice(0, PROFILES_MAX);
  const boundaries = boundariesOf(view, table);
  if (who.length === 0 || boundaries.length === 0) return undefined;
  const carry = table.changed({ unitAtBoundary: "carry" });
  for (const { at, ofDay, unitMinutes } of boundaries) {
    const half = Math.floor(unitMinutes / 2);
    for (const units of new Set([0, Math.ceil((source.freePeriod?.minutes ?? 0) / unitMinutes)])) {
      for (const { conditions } of who) {
        const stay = {
          ...conditions,
          entryAt: at - (units * unitMinutes + half) * MINUTE_MS,
          exitAt: at + (unitMinutes - half) * MINUTE_MS,
        };
        const quote = view.pricer.quote(view.prepared, stay);
        if (quote === undefined || quote.feeMinor === 0 || quote.rateTable.id !== source.id) continue;
        const { feeMinor } = quote;
        const carriedMinor = view.pricer.fee(carry, stay);
        if (carriedMinor !== undefined && feeMinor > carriedMinor) {
          return { stay, feeMinor, carriedMinor, ofDay, unitMinutes };
        }
      }
    }
  }
  return undefined;
}

const PROFILES_MAX = 4;

type Boundary = { at: number; ofDay: number; unitMinutes: number };

/** Where one period with a unit passes into another, once for each pair of periods and time of day. */
function boundariesOf(view: TariffView, table: TableView): Boundary[] {
  const { source, prepared } = table;
  const found = new Map<string, Boundary>();
  for (const day of distinctDays(view, daysToLookAt(view, table), 1)) {
    const cuts = [...prepared.planner.planOf(day), { ...prepared.planner.planOf(day + 1)[0]!, minute: DAY_MINUTES }];
    for (const [index, after] of cuts.entries()) {
      const before = cuts[index - 1];
      const unitMinutes = before === undefined ? undefined : unitOf(source.rateLineCollections[before.collection]);
      if (before === undefined || unitMinutes === undefined || after.collection === -1) continue;
      const key = `${before.collection} ${after.collection} ${after.minute}`;
      const at = toInstant(view.setting.clock, day, after.minute);
      if (!found.has(key)) found.set(key, { at, ofDay: after.minute % DAY_MINUTES, unitMinutes });
    }
  }
  return [...found.values()];
}

/** The unit that runs on in a collection, where it is more than a minute. */
function unitOf(collection: RateLineCollection | undefined): number | undefined {
  for (const line of collection?.rateLines ?? []) {
    const isUnit = line.rateLineType === "incrementingRate" && line.roundingMode !== "exact";
    if (isUnit && line.incrementPeriod > 1) return line.incrementPeriod;
  }
  return undefined;
}
