import type { Diagnostic } from "#engine/model/diagnostic.ts";

/** A diagnostic as one line for a person, e.g. `error tariff.currency: shape.type (expected: string)`. */
export function diagnosticLine({ severity, path, code, params }: Diagnostic): string {
  const details = Object.entries(params).map(([name, value]) => `${name}: ${value}`);
  return `${severity} ${path.join(".") || "(file)"}: ${code}${details.length > 0 ? ` (${details.join(", ")})` : ""}`;
}
