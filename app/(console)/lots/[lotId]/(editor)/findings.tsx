"use client";

import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { compileBundle } from "#engine/compile/compile-bundle.ts";
import type { Diagnostic } from "#engine/model/diagnostic.ts";
import { Card } from "../../../../ui/primitives/card.tsx";
import { useWords } from "../../../../ui/words/use-words.ts";
import type { DraftPart } from "./draft-history.ts";
import { useDraft } from "./draft-provider.tsx";

/** What the compiler finds in one part of the draft, as sentences; a tick where it finds nothing. */
export function Findings({ part }: { part: DraftPart }) {
  const t = useTranslations("findings");
  const { content, lot, clock } = useDraft();
  const found = useMemo(
    () => compileBundle({ draft: content, lot, clock }).diagnostics.filter(({ path }) => path[0] === part),
    [content, lot, clock, part],
  );
  return (
    <Card title={t("title")}>
      <FindingList diagnostics={found} />
    </Card>
  );
}

export function FindingList({ diagnostics }: { diagnostics: readonly Diagnostic[] }) {
  const t = useTranslations("findings");
  const words = useWords();
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
          <span>{words.diagnostic(diagnostic)}</span>
        </li>
      ))}
    </ul>
  );
}
