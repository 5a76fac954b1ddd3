"use client";

import { useTranslations } from "use-intl";
import type { ScenarioResult } from "#engine/scenario/run-scenario.ts";
import { DecisionIntent } from "../../../../../ui/status/decision-intent.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { FeeLines } from "../../fee-lines.tsx";
import { TraceTable } from "../../trace-table.tsx";
import { useDraft } from "../draft-provider.tsx";

/** What comes of a scenario with the draft: the decision and why, the fee by its lines, rule by rule. */
export function ScenarioOutcome({ result }: { result: ScenarioResult }) {
  const t = useTranslations("scenarios");
  const words = useWords();
  const { content } = useDraft();
  if (result.kind === "failed") return null;
  const { trace, seen } = result;
  return (
    <div aria-live="polite" className="flex flex-col gap-3">
      <div className="rounded-control bg-background px-3 py-2">
        <DecisionIntent decision={trace.decision.decision} />
        <p className="font-semibold">{words.why(trace.decision, trace)}</p>
      </div>
      {seen.quote ? (
        <FeeLines lines={seen.quote.lines} currency={seen.quote.currency} totalMinor={seen.quote.feeMinor} />
      ) : null}
      {seen.error ? <p className="text-negative">{t("noPrice", { message: seen.error.message })}</p> : null}
      <details>
        <summary className="cursor-pointer py-1 font-medium">{t("ruleByRule")}</summary>
        <div className="overflow-x-auto">
          <TraceTable trace={trace} rules={content.rules.rules} />
        </div>
      </details>
    </div>
  );
}
