"use client";

import { CircleCheck } from "lucide-react";
import { useEffect } from "react";
import { useTranslations } from "use-intl";
import type { Finding } from "#engine/verify/finding.ts";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { usePriced } from "../priced-scope.ts";
import { FindingsWithFixes } from "./field-findings.tsx";
import { tariffFindings } from "./tariff-findings.ts";

/** Typing goes first: the checks price hundreds of stays and wait for a pause. */
const settleMs = 300;

/** What compiler and verifier find in the prices, in one list; each finding also stands beside its field. */
export function TariffChecks(props: {
  found: readonly Finding[] | null;
  onFound: (found: readonly Finding[]) => void;
}) {
  const t = useTranslations("findings");
  const { content, lot, clock } = usePriced();
  const { found, onFound } = props;
  useEffect(() => {
    const timer = setTimeout(() => onFound(tariffFindings({ content, lot, clock })), settleMs);
    return () => clearTimeout(timer);
  }, [content, lot, clock, onFound]);
  const errors = found?.filter(({ severity }) => severity === "error").length ?? 0;
  return (
    <Card title={t("title")}>
      <div className="flex flex-col gap-2" aria-live="polite">
        {found === null ? <p className="text-muted">{t("checking")}</p> : null}
        {found && errors === 0 ? (
          <p className="flex items-center gap-2">
            <CircleCheck aria-hidden className="size-4 text-positive" />
            {found.length === 0 ? t("none") : t("publishable", { count: found.length })}
          </p>
        ) : null}
        <FindingsWithFixes found={found ?? []} />
      </div>
    </Card>
  );
}
