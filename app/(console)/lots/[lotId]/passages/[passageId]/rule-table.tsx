"use client";

import { useTranslations } from "use-intl";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { TraceTable } from "../../trace-table.tsx";
import type { Passage } from "./passage-view.tsx";

/** Every rule of the version that decided, with what it saw. */
export function RuleTable({ passage }: { passage: Passage }) {
  const t = useTranslations("passage");
  if (!passage.trace || !passage.bundle) {
    return (
      <Card title={t("rules")}>
        <p className="text-muted">{t("noTrace")}</p>
      </Card>
    );
  }
  return (
    <Card title={t("rulesOf", { number: passage.bundle.number ?? 0 })} bodyClassName={"overflow-x-auto pb-1"}>
      <TraceTable trace={passage.trace} rules={passage.rules} />
    </Card>
  );
}
