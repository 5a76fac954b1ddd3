"use client";

import { CircleAlert, TriangleAlert, Wrench } from "lucide-react";
import { createContext, useContext } from "react";
import { useTranslations } from "use-intl";
import type { Finding } from "#engine/verify/finding.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { useDiagnosticText } from "../../../../../ui/words/use-diagnostic-text.ts";
import { usePriced } from "../priced-scope.ts";
import { applyFix, isTariffFix } from "./apply-fix.ts";

/** What the checks found in the tariff; paths begin inside it. */
export const TariffFindings = createContext<readonly Finding[]>([]);

type Props = {
  path: readonly (string | number)[];
  /** Keys that show their own findings, and lists of which each item does. */
  except?: readonly string[];
  exceptItemsOf?: readonly string[];
};

/** Findings about one field and what is inside it, beside it. */
export function FieldFindings({ path, except = [], exceptItemsOf = [] }: Props) {
  const found = useContext(TariffFindings).filter(({ path: at }) => {
    const key = String(at[path.length] ?? "");
    const isItem = at.length > path.length + 1 && exceptItemsOf.includes(key);
    return path.every((part, index) => at[index] === part) && !except.includes(key) && !isItem;
  });
  return <FindingsWithFixes found={found} />;
}

/** Findings as sentences, each with the one edit that mends it where there is one. */
export function FindingsWithFixes({ found }: { found: readonly Finding[] }) {
  const t = useTranslations("findings");
  const diagnosticText = useDiagnosticText();
  const draft = usePriced();
  if (found.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1">
      {found.map(({ fix, ...finding }) => {
        const key = `${finding.code} ${finding.path.join(".")}`;
        const isError = finding.severity === "error";
        return (
          <li
            key={key}
            className={
              isError
                ? "flex items-start gap-2 rounded-control border border-negative bg-negative-tint px-3 py-2 text-small"
                : "flex items-start gap-2 rounded-control border border-caution bg-caution-tint px-3 py-2 text-small"
            }
          >
            {isError ? (
              <CircleAlert aria-label={t("error")} className="mt-0.5 size-4 shrink-0 text-negative" />
            ) : (
              <TriangleAlert aria-label={t("warning")} className="mt-0.5 size-4 shrink-0 text-caution" />
            )}
            <div className="flex min-w-0 flex-col items-start gap-1.5">
              <span>{diagnosticText(finding)}</span>
              {draft.editable && isTariffFix(fix) ? (
                <Button size="small" onClick={() => draft.edit("tariff", applyFix(draft.content.tariff, fix))}>
                  <Wrench aria-hidden />
                  {fixWords(fix.kind, fix.path.at(-1), t)}
                </Button>
              ) : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function fixWords(
  kind: "setValue" | "removeValue",
  key: string | number | undefined,
  t: ReturnType<typeof useTranslations<"findings">>,
): string {
  if (kind === "removeValue") return t("fixRemove");
  if (key === "unitAtBoundary") return t("fixCarry");
  if (key === "roundingMode") return t("fixRounding");
  if (typeof key === "number") return t("fixAdd");
  return t("fixSet");
}
