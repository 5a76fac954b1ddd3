import type { Diagnostic } from "../model/diagnostic.ts";
import type { Tariff } from "../model/rate-table.ts";

/** What is wrong or doubtful in the rules for parts of stays, limits and graces. */
export function checkStayRules(tariff: Tariff): Diagnostic[] {
  const found: Diagnostic[] = [];
  const add = (code: Diagnostic["code"], path: Diagnostic["path"], params: Diagnostic["params"] = {}) =>
    found.push({ code, severity: "warning", path, params });

  const rows = tariff.rightCoverage ?? [];
  const all = rows.findIndex(({ rights }) => rights === undefined);
  if (all !== -1 && all < rows.length - 1) add("coverage.hidesRest", ["rightCoverage", all]);

  const { areas = [], mode } = tariff.nestedAreas ?? {};
  for (const [index, area] of areas.entries()) {
    const path = ["nestedAreas", "areas", index];
    if (areas.indexOf(area) < index) add("area.twice", path, { area });
    const priced = tariff.rateEligibility.some(({ eligibility }) => eligibility?.zones?.includes(area));
    if (mode !== "free" && !priced) add("area.noPrice", path, { area });
  }

  const channels = new Set<string>();
  for (const [index, row] of (tariff.exitGraceByChannel ?? []).entries()) {
    for (const [place, channel] of row.channels.entries()) {
      if (channels.has(channel)) add("exitGrace.twice", ["exitGraceByChannel", index, "channels", place], { channel });
      channels.add(channel);
    }
  }
  const { noReturn, reEntry, maxStay, turnRoundMinutes = 0 } = tariff;
  if (noReturn && reEntry?.action === "continue") add("noReturn.continues", ["noReturn"]);
  if (maxStay && maxStay.minutes <= turnRoundMinutes) add("maxStay.shorterThanTurnRound", ["maxStay", "minutes"]);
  if (tariff.validationLimits && !tariff.validations?.length) add("validationLimits.none", ["validationLimits"]);
  return found;
}
