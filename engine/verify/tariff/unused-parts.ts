import { parseLocalDate } from "../../model/local-date.ts";
import { DAY_MS, type EpochDay } from "../../model/local-time.ts";
import type { PreparedTable } from "../../price/prepare-table.ts";
import type { StayProfile } from "./stay-profiles.ts";
import type { TableView, TariffLint, TariffView } from "./tariff-view.ts";

/** Rows and tables that no stay can come to: a row behind one that takes every stay, a version behind newer ones. */
export const unusedParts: TariffLint = (view) => {
  const { tariff, findings, undecided } = view;
  const { profiles, complete } = view.profiles;
  const reached = new Set(profiles.flatMap(({ rows }) => reachableRows(view, rows)));
  if (!complete) undecided.push({ path: ["tariff", "rateEligibility"], question: "eligibility.neverUsed" });
  for (const [index, row] of tariff.rateEligibility.entries()) {
    if (!complete || reached.has(index)) continue;
    const path = ["tariff", "rateEligibility", index];
    findings.push({
      code: "eligibility.neverUsed",
      severity: "warning",
      path,
      params: { rateTable: row.rateTable, place: index + 1 },
      fix: { kind: "removeValue", path },
    });
  }
  const named = namedTables(view);
  for (const { source, path, prepared } of view.tables) {
    const params = { rateTable: source.id, version: source.version };
    if (!named.has(source.id)) {
      findings.push({ code: "rateTable.neverUsed", severity: "warning", path, params });
    } else if (!isEverInForce(view, prepared)) {
      findings.push({ code: "rateTable.neverInForce", severity: "warning", path, params });
    }
  }
};

/** Ways in which a stay can come to a table. */
export function usersOf(view: TariffView, { source }: TableView): StayProfile[] {
  return view.profiles.profiles.filter(({ rows }) =>
    reachableRows(view, rows).some((index) => {
      const { rateTable, bestOf = [] } = view.tariff.rateEligibility[index]!;
      return rateTable === source.id || bestOf.includes(source.id);
    }),
  );
}

/** Of rows whose eligibility holds, those that can price a stay: up to the first that takes every stay. */
export function reachableRows(view: TariffView, rows: readonly number[]): number[] {
  const found: number[] = [];
  const tried = new Set<string>();
  for (const index of rows) {
    const { rateTable, bestOf = [] } = view.tariff.rateEligibility[index]!;
    const ids = [rateTable, ...bestOf];
    // Where a row before could not use any of these tables, this one cannot either.
    if (!ids.every((id) => tried.has(id))) found.push(index);
    for (const id of ids) tried.add(id);
    if (ids.some((id) => takesEveryStay(view, id))) break;
  }
  return found;
}

/** Whether a table can be used at every time: without windows, by versions that leave no day out. */
function takesEveryStay({ prepared }: TariffView, id: string): boolean {
  const versions = prepared.tables.get(id)!;
  if (versions.some(({ windows }) => windows !== undefined)) return false;
  const { from, to } = dayRange(prepared.clock);
  return uncovered({ from, to }, versions).length === 0;
}

function namedTables({ tariff }: TariffView): Set<string> {
  return new Set([
    ...tariff.rateEligibility.flatMap(({ rateTable, bestOf = [] }) => [rateTable, ...bestOf]),
    ...(tariff.validations ?? []).flatMap(({ effect }) => (effect.kind === "rateTable" ? [effect.rateTable] : [])),
    ...(tariff.overstay ? [tariff.overstay.rateTable] : []),
    ...otherNames(tariff),
  ]);
}

/** Parts of a tariff that are not checked here may name a table too. */
function otherNames(tariff: TariffView["tariff"]): string[] {
  const { rateTables: _tables, rateEligibility: _rows, ...rest } = tariff;
  const texts: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === "string") texts.push(value);
    else if (typeof value === "object" && value !== null) for (const one of Object.values(value)) visit(one);
  };
  visit(rest);
  return texts;
}

/** Whether a version holds on some day: newer versions of the same table go before it. */
function isEverInForce({ prepared }: TariffView, table: PreparedTable): boolean {
  const versions = prepared.tables.get(table.source.id)!;
  const newer = versions.filter((other) => other.source.version > table.source.version);
  const clock = dayRange(prepared.clock);
  const own = { from: Math.max(clock.from, table.validFrom), to: Math.min(clock.to, table.validTo) };
  return uncovered(own, newer).length > 0;
}

type Days = { from: EpochDay; to: EpochDay };

export function dayRange(clock: { from: number; to: number }): Days {
  return { from: Math.floor(clock.from / DAY_MS), to: Math.ceil(clock.to / DAY_MS) };
}

/** The parts of `days` on which none of the versions holds. */
function uncovered(days: Days, versions: readonly Pick<PreparedTable, "validFrom" | "validTo">[]): Days[] {
  return versions.reduce(
    (left, { validFrom, validTo }) =>
      left.flatMap(({ from, to }) =>
        [
          { from, to: Math.min(to, validFrom) },
          { from: Math.max(from, validTo), to },
        ].filter((part) => part.to > part.from),
      ),
    days.to > days.from ? [days] : [],
  );
}

/** Whether a date lies in the clock table and in the validity of some table. */
export function isDateInUse({ prepared, tables }: TariffView, date: string): "clock" | "validity" | "used" {
  const day = parseLocalDate(date);
  const { from, to } = dayRange(prepared.clock);
  if (day < from || day >= to) return "clock";
  const held = tables.some((table) => day >= table.prepared.validFrom && day < table.prepared.validTo);
  return held ? "used" : "validity";
}
