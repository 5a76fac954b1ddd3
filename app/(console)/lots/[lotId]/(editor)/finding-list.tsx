"use client";

import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Diagnostic } from "#engine/model/diagnostic.ts";
import { useDiagnosticText } from "../../../../ui/words/use-diagnostic-text.ts";

/** Findings as sentences; a tick where there are none. */
export function FindingList({ diagnostics }: { diagnostics: readonly Diagnostic[] }) {
  const t = useTranslations("findings");
  const diagnosticText = useDiagnosticText();
  if (diagnostics.length === 0) {
    return (
      <p className="flex items-center gap-2">
        <CircleCheck aria-hidden className="size-4 text-positive" />
        {t("none")}
      </p>
    );
  }
  return (
    <ul className="flex flex-col gap-2">
      {diagnostics.map((diagnostic) => (
        <li key={`${diagnostic.code} ${diagnostic.path.join(".")}`} className="flex items-start gap-2">
          {diagnostic.severity === "error" ? (
            <CircleAlert aria-label={t("error")} className="mt-0.5 size-4 shrink-0 text-negative" />
          ) : (
            <TriangleAlert aria-label={t("warning")} className="mt-0.5 size-4 shrink-0 text-caution" />
          )}
          <span>{diagnosticText(diagnostic)}</span>
        </li>
      ))}
    </ul>
  );
}
