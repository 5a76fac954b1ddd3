"use client";

import { useLocale } from "use-intl";
import type { Diagnostic } from "#engine/model/diagnostic.ts";
import { diagnosticText } from "#engine/words/diagnostic-text.ts";

/** What is wrong with a draft, in the reader's language. Apart from the other words: only editors say it, and it is long. */
export function useDiagnosticText(): (diagnostic: Diagnostic) => string {
  const locale = useLocale();
  return (diagnostic) => diagnosticText(diagnostic, locale);
}
