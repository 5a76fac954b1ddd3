import type { Diagnostic } from "../model/diagnostic.ts";
import type { DiagnosticCode } from "../model/diagnostic-code.ts";
import { minorUnitDigitsOf } from "../model/money.ts";
import type { Tariff } from "../model/rate-table.ts";
import { checkRateTable } from "./check-rate-table.ts";
import { checkStayRules } from "./check-stay-rules.ts";

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
    found.push(...checkRateTable(table, ["rateTables", index], tariff.events ?? []));
  }
  found.push(...checkStayRules(tariff));
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
  for (const [index, { rateTable }] of (tariff.rightCoverage ?? []).entries()) {
    if (rateTable !== undefined) named.push([rateTable, ["rightCoverage", index, "rateTable"]]);
  }
  for (const rule of ["overstay", "maxStay", "noReturn"] as const) {
    const rateTable = tariff[rule]?.rateTable;
    if (rateTable !== undefined) named.push([rateTable, [rule, "rateTable"]]);
  }
  return named;
}
