import type { Diagnostic } from "#engine/model/diagnostic.ts";
import { diagnosticText } from "#engine/words/diagnostic-text.ts";
import type { Locale } from "#engine/words/locale.ts";

const errorExitCode = 2;

/** Writes a line for each diagnostic to standard error, in words. The exit code that they ask for. */
export function sayDiagnostics(
  diagnostics: readonly Diagnostic[],
  { file, locale }: { file: string; locale: Locale },
): number {
  for (const found of diagnostics) {
    const place = found.path.join(".") || "(file)";
    process.stderr.write(`liftgate: ${file}: ${found.severity} ${place}: ${diagnosticText(found, locale)}\n`);
  }
  return diagnostics.some(({ severity }) => severity === "error") ? errorExitCode : 0;
}
