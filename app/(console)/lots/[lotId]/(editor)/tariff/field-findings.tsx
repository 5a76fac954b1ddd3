"use client";

import { CircleAlert, TriangleAlert } from "lucide-react";
import { createContext, useContext } from "react";
import { useTranslations } from "use-intl";
import type { Diagnostic } from "#engine/model/diagnostic.ts";
import { useWords } from "../../../../../ui/words/use-words.ts";

/** What the checks found in the tariff; paths begin inside it. */
export const TariffFindings = createContext<readonly Diagnostic[]>([]);

/** Findings about one field and what is inside it, beside it. */
export function FieldFindings({ path }: { path: readonly (string | number)[] }) {
  const t = useTranslations("findings");
  const words = useWords();
  const found = useContext(TariffFindings).filter(({ path: at }) => path.every((part, index) => at[index] === part));
  if (found.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 text-small">
      {found.map((diagnostic) => (
        <li key={`${diagnostic.code} ${diagnostic.path.join(".")}`} className="flex items-start gap-1.5">
          {diagnostic.severity === "error" ? (
            <CircleAlert aria-label={t("error")} className="mt-0.5 size-4 shrink-0 text-negative" />
          ) : (
            <TriangleAlert aria-label={t("warning")} className="mt-0.5 size-4 shrink-0 text-caution" />
          )}
          <span className="min-w-0">{words.diagnostic(diagnostic)}</span>
        </li>
      ))}
    </ul>
  );
}
