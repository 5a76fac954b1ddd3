import type { DiagnosticCode } from "./diagnostic-code.ts";

/**
 * One thing that is wrong (`error`) or doubtful (`warning`) in what a person wrote.
 * `path` leads to the value from the root of the draft; the words for `code` stand in `engine/words`.
 *
 * @example { code: "rateTable.unknown", severity: "error", path: ["rateEligibility", 0, "rateTable"], params: { rateTable: "day" } }
 */
export type Diagnostic = {
  code: DiagnosticCode;
  severity: "error" | "warning";
  path: (string | number)[];
  params: Record<string, string | number>;
};
