"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import type { FactValue } from "#contracts/decision.ts";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { useLot } from "../../../../../ui/shell/console-context.tsx";
import { may } from "../../../../../ui/shell/permissions.ts";
import { QueryState } from "../../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../../ui/state/skeleton.tsx";
import { DecisionIntent } from "../../../../../ui/status/decision-intent.tsx";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { TraceTable } from "../../trace-table.tsx";
import { useDraft } from "../draft-provider.tsx";
import { useRefetchOn } from "../use-refetch-on.ts";
import { TryFacts } from "./try-facts.tsx";
import { factsOfRules, startFacts } from "./try-facts-start.ts";

/** "What would happen to this car now": decided by the cloud with the draft or with live; nothing is recorded. */
export function TryOut() {
  const t = useTranslations("tryOut");
  const draft = useDraft();
  const role = useLot(draft.lotId)?.role;
  const { lot, live, content } = draft;
  const [which, setWhich] = useState<"draft" | "live">("draft");
  const [laneId, setLaneId] = useState(
    lot.lanes.find((lane) => lane.direction === "exit")?.id ?? lot.lanes[0]?.id ?? "",
  );
  const lane = lot.lanes.find((each) => each.id === laneId) ?? lot.lanes[0];
  const [typed, setTyped] = useState<Record<string, FactValue>>({});
  const rules = useDeferredValue(content.rules);
  const read = useMemo(() => factsOfRules(rules), [rules]);
  if (!lane || !may(role, "tryOut")) return null;
  const facts = { ...startFacts(lane, read), ...typed };
  return (
    <Card title={t("title")} aside={t("note")}>
      <div className="mb-3 flex flex-wrap items-end gap-2">
        <Choice
          label={t("with")}
          value={which}
          options={[
            { value: "draft" as const, label: t("draft") },
            ...(live ? [{ value: "live" as const, label: t("live", { number: live.number }) }] : []),
          ]}
          onChange={setWhich}
        />
        <Choice
          label={t("lane")}
          value={lane.id}
          options={lot.lanes.map((each) => ({ value: each.id, label: each.name }))}
          onChange={setLaneId}
        />
      </div>
      <TryResult which={which} facts={facts} />
      <details className="mt-3 border-t border-border pt-2">
        <summary className="cursor-pointer py-1 font-medium">{t("facts", { count: read.length })}</summary>
        <TryFacts ids={read} facts={facts} onChange={(id, value) => setTyped({ ...typed, [id]: value })} />
      </details>
    </Card>
  );
}

function TryResult({ which, facts }: { which: "draft" | "live"; facts: Record<string, FactValue> }) {
  const t = useTranslations("tryOut");
  const trpc = useTRPC();
  const { lotId, dirty, revision } = useDraft();
  const known = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
  const query = useQuery({
    ...trpc.decide.tryOut.queryOptions({ lotId, which, facts: known }),
    enabled: which === "live" || !dirty,
    placeholderData: (before) => before,
  });
  useRefetchOn(revision, query.refetch);
  return (
    <QueryState query={query} what={t("what")} skeleton={<Skeleton className="h-24" />}>
      {(answer) => (
        <div aria-busy={query.isFetching || dirty}>
          {dirty ? <p className="pb-1 text-small text-muted">{t("afterSaving")}</p> : null}
          <TryAnswer answer={answer} />
        </div>
      )}
    </QueryState>
  );
}

function TryAnswer({ answer }: { answer: Outputs["decide"]["tryOut"] }) {
  const t = useTranslations("tryOut");
  const words = useWords();
  const { content, live } = useDraft();
  const rules = answer.bundleNumber === null ? content.rules.rules : (live?.draft.rules.rules ?? []);
  return (
    <div aria-live="polite">
      <div className="rounded-control bg-surface px-3 py-2">
        <DecisionIntent decision={answer.decision.decision} />
        <p className="font-semibold">{words.why(answer.decision, answer.trace)}</p>
      </div>
      <p className="flex items-center gap-1.5 pt-2 text-small text-muted">
        {answer.oracle.agrees ? (
          <CircleCheck aria-hidden className="size-4 text-positive" />
        ) : (
          <CircleAlert aria-hidden className="size-4 text-negative" />
        )}
        {answer.oracle.agrees ? t("agrees") : t("differs")}
      </p>
      <details className="pt-2">
        <summary className="cursor-pointer py-1 font-medium">{t("trace")}</summary>
        <div className="overflow-x-auto">
          <TraceTable trace={answer.trace} rules={rules} />
        </div>
      </details>
    </div>
  );
}
