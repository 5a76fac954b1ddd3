import type { Tariff } from "#engine/model/rate-table.ts";
import type { Fix } from "#engine/verify/finding.ts";

type ValueFix = Extract<Fix, { kind: "setValue" | "removeValue" }>;

/** Whether a fix is an edit of the tariff. */
export function isTariffFix(fix: Fix | undefined): fix is ValueFix {
  return (fix?.kind === "setValue" || fix?.kind === "removeValue") && fix.path[0] === "tariff";
}

/** The tariff after the edit that mends a finding. */
export function applyFix(tariff: Tariff, fix: ValueFix): Tariff {
  return edited(tariff, fix.path.slice(1), fix) as Tariff;
}

function edited(value: unknown, path: readonly (string | number)[], fix: ValueFix): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return fix.kind === "setValue" ? fix.value : value;
  const removes = fix.kind === "removeValue" && rest.length === 0;
  if (Array.isArray(value)) {
    const place = Number(key);
    return removes ? value.toSpliced(place, 1) : value.toSpliced(place, 1, edited(value[place], rest, fix));
  }
  const owner = (value ?? {}) as Record<string, unknown>;
  if (!removes) return { ...owner, [key]: edited(owner[key], rest, fix) };
  return Object.fromEntries(Object.entries(owner).filter(([each]) => each !== key));
}
