import type { Eligibility } from "../model/eligibility.ts";
import type { Tariff } from "../model/rate-table.ts";

/** The words that a tariff asks for in one list of its eligibilities, in the order in which it asks; each once. */
export function wordsAsked(
  tariff: Tariff,
  list: "products" | "activeAssignedRight" | "userQualifications",
): readonly string[] {
  const rows: readonly { eligibility?: Eligibility | undefined }[] = [
    ...tariff.rateEligibility,
    ...(tariff.surcharges ?? []),
  ];
  return [...new Set(rows.flatMap(({ eligibility }) => eligibility?.[list] ?? []))];
}
