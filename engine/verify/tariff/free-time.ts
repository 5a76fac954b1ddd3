import { DAY_MINUTES, MINUTE_MS } from "../../model/local-time.ts";
import type { TableView, TariffLint } from "./tariff-view.ts";

/** Free time as long as every stay that may use the prices. */
export const freeTime: TariffLint = (view) => {
  for (const table of view.tables) {
    const { source, path } = table;
    const longestMinutes = longestStay(table);
    const { freePeriod } = source;
    if (!hasPrices(table) || freePeriod === undefined || freePeriod.limit !== undefined) continue;
    if (freePeriod.minutes < longestMinutes) continue;
    view.findings.push({
      code: "freePeriod.coversAll",
      severity: "warning",
      path: [...path, "freePeriod", "minutes"],
      params: { rateTable: source.id, freeMinutes: freePeriod.minutes, longestMinutes },
    });
  }
};

function hasPrices({ source }: TableView): boolean {
  return source.rateLineCollections.some(({ rateLines }) => rateLines.some(({ value }) => value > 0));
}

/** The longest stay that the windows of a table let in; no end without windows. A day of a clock change is longer. */
function longestStay({ prepared }: TableView): number {
  if (prepared.windows === undefined) return Number.POSITIVE_INFINITY;
  const lengths = prepared.windows.map(
    ({ startFrom, endTo, endDayMax }) => (endTo - startFrom) / MINUTE_MS + endDayMax * DAY_MINUTES,
  );
  return Math.max(...lengths);
}
