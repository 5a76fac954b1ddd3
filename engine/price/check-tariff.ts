import type { Diagnostic } from "../model/diagnostic.ts";
import type { DiagnosticCode } from "../model/diagnostic-code.ts";
import { minorUnitDigitsOf } from "../model/money.ts";
import type { RateTable, Tariff } from "../model/rate-table.ts";

type Path = Diagnostic["path"];

/**
 * What a schema cannot see: names that lead nowhere, tiers that fall back, caps in the wrong place. Errors make the
 * tariff unusable; warnings are doubts.
 */
export function checkTariff(tariff: Tariff): Diagnostic[] {
  const found: Diagnostic[] = [];
  const error = (code: DiagnosticCode, path: Path, params: Diagnostic["params"] = {}) =>
    found.push({ code, severity: "error", path, params });
  const ids = new Set(tariff.rateTables.map(({ id }) => id));

  if (minorUnitDigitsOf(tariff.currency) !== tariff.minorUnitDigits) {
    error("tariff.minorUnitDigits", ["minorUnitDigits"], {
      currency: tariff.currency,
      digits: minorUnitDigitsOf(tariff.currency),
    });
  }
  for (const [id, path] of namedTables(tariff)) {
    if (!ids.has(id)) error("rateTable.unknown", path, { rateTable: id });
  }
  const seen = new Set<string>();
  for (const [index, table] of tariff.rateTables.entries()) {
    const version = `${table.id}@${table.version}`;
    if (seen.has(version)) error("rateTable.duplicate", ["rateTables", index], { rateTable: table.id });
    seen.add(version);
    found.push(...checkTable(table, ["rateTables", index]));
  }
  return found;
}

/** Every place that names a rate table. */
function namedTables(tariff: Tariff): [id: string, path: Path][] {
  const named: [string, Path][] = [];
  for (const [index, { rateTable, bestOf = [] }] of tariff.rateEligibility.entries()) {
    named.push([rateTable, ["rateEligibility", index, "rateTable"]]);
    for (const [place, id] of bestOf.entries()) named.push([id, ["rateEligibility", index, "bestOf", place]]);
  }
  for (const [index, { effect }] of (tariff.validations ?? []).entries()) {
    if (effect.kind === "rateTable") named.push([effect.rateTable, ["validations", index, "effect", "rateTable"]]);
  }
  if (tariff.overstay) named.push([tariff.overstay.rateTable, ["overstay", "rateTable"]]);
  return named;
}

function checkTable(table: RateTable, path: Path): Diagnostic[] {
  const found: Diagnostic[] = [];
  const add = (
    severity: Diagnostic["severity"],
    code: DiagnosticCode,
    where: Path,
    params: Diagnostic["params"] = {},
  ) => found.push({ code, severity, path: [...path, ...where], params });

  for (const [index, cap] of (table.caps ?? []).entries()) {
    if (cap.scope === "period") add("error", "cap.periodOnTable", ["caps", index]);
  }
  const { validityStart, validityEnd } = table;
  if (validityStart !== undefined && validityEnd !== undefined && validityEnd <= validityStart) {
    add("error", "rateTable.validityEmpty", ["validityEnd"]);
  }
  const seen = new Set<string>();
  for (const [index, collection] of table.rateLineCollections.entries()) {
    const where: Path = ["rateLineCollections", index];
    if (seen.has(collection.id)) add("error", "collection.duplicate", [...where, "id"], { id: collection.id });
    seen.add(collection.id);
    const isLast = index === table.rateLineCollections.length - 1;
    if (collection.periods === undefined && !isLast) add("warning", "collection.hidesRest", where);
    let tierEnd = 0;
    let tierValue = 0;
    for (const [place, line] of collection.rateLines.entries()) {
      const linePath: Path = [...where, "rateLines", place];
      if (line.rateLineType === "flatRateTier") {
        const end = line.durationEnd ?? Number.POSITIVE_INFINITY;
        if (end <= tierEnd || tierEnd === Number.POSITIVE_INFINITY) add("error", "tier.order", linePath);
        if (line.value < tierValue) add("warning", "tier.falls", linePath);
        tierEnd = end;
        tierValue = line.value;
      }
      if (line.rateLineType === "incrementingRate" && line.durationEnd !== undefined) {
        if (line.durationEnd <= line.durationStart) add("error", "line.empty", linePath);
      }
    }
  }
  return found;
}
