"use client";

import { useTranslations } from "use-intl";
import type { Diagnostic } from "#engine/model/diagnostic.ts";
import { Card } from "../../../../ui/primitives/card.tsx";
import { FindingList } from "./finding-list.tsx";

/** What the compiler finds, as sentences; a tick where it finds nothing. Null until it has been asked. */
export function Findings({ diagnostics }: { diagnostics: readonly Diagnostic[] | null }) {
  const t = useTranslations("findings");
  return <Card title={t("title")}>{diagnostics ? <FindingList diagnostics={diagnostics} /> : null}</Card>;
}
