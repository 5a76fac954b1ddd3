"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { Card } from "../../../../ui/primitives/card.tsx";
import { compiledFindings } from "./compiled-findings.ts";
import type { DraftPart } from "./draft-history.ts";
import { useDraft } from "./draft-provider.tsx";
import { FindingList } from "./finding-list.tsx";

/** What the compiler finds in one part of the draft, as sentences; a tick where it finds nothing. */
export function Findings({ part }: { part: DraftPart }) {
  const t = useTranslations("findings");
  const { content, lot, clock } = useDraft();
  const found = useMemo(() => compiledFindings(part, { content, lot, clock }), [content, lot, clock, part]);
  return (
    <Card title={t("title")}>
      <FindingList diagnostics={found} />
    </Card>
  );
}
