"use client";

import { useEffect, useMemo } from "react";
import { useTranslations } from "use-intl";
import { compileBundle } from "#engine/compile/compile-bundle.ts";
import type { Diagnostic } from "#engine/model/diagnostic.ts";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { useDraft } from "../draft-provider.tsx";
import { FindingList } from "../finding-list.tsx";

/** What the compiler finds in the prices, in one list; each finding also stands beside its field. */
export function TariffChecks({ onFound }: { onFound: (found: readonly Diagnostic[]) => void }) {
  const t = useTranslations("findings");
  const { content, lot, clock } = useDraft();
  const found = useMemo(
    () => compileBundle({ draft: content, lot, clock }).diagnostics.filter(({ path }) => path[0] === "tariff"),
    [content, lot, clock],
  );
  useEffect(() => onFound(found.map((each) => ({ ...each, path: each.path.slice(1) }))), [found, onFound]);
  return (
    <Card title={t("title")}>
      <FindingList diagnostics={found} />
    </Card>
  );
}
