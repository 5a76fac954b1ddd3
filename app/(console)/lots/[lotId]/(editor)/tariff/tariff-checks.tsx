"use client";

import { CircleCheck } from "lucide-react";
import { startTransition, useEffect } from "react";
import { useTranslations } from "use-intl";
import type { Finding } from "#engine/verify/finding.ts";
import { Card } from "../../../../../ui/primitives/card.tsx";
import type { DraftSetting } from "../compiled-findings.ts";
import { usePriced } from "../priced-scope.ts";
import { useWorker } from "../use-worker.ts";
import { FindingsWithFixes } from "./field-findings.tsx";

/** Not at each key: the checks price hundreds of stays, and the worker that does it takes a share of the machine. */
const settleMs = 300;

/** What compiler and verifier find in the prices, in one list; each finding also stands beside its field. */
export function TariffChecks(props: {
  found: readonly Finding[] | null;
  onFound: (found: readonly Finding[]) => void;
}) {
  const t = useTranslations("findings");
  const { content, lot, clock } = usePriced();
  const { found, onFound } = props;
  const { ask } = useWorker<DraftSetting, readonly Finding[]>(
    () => new Worker(new URL("./checks-worker.ts", import.meta.url), { type: "module" }),
    (answer) => startTransition(() => onFound(answer)),
  );
  useEffect(() => {
    const timer = setTimeout(() => ask({ content, lot, clock }), settleMs);
    return () => clearTimeout(timer);
  }, [ask, content, lot, clock]);
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
