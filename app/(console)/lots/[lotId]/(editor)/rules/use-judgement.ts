"use client";

import { useQuery } from "@tanstack/react-query";
import { startTransition, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useLocale } from "use-intl";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { useDraftContent } from "../draft-provider.tsx";
import { useNames } from "../use-names.ts";
import { useWorker } from "../use-worker.ts";
import type { JudgeAnswer, JudgeQuestion, RecentPassages } from "./judge-worker.ts";

type Recent = Outputs["passages"]["recentFacts"];

/** How many passages stand behind the counts. */
export type Counted = { readonly total: number; readonly days: number; readonly scale: number };
export type RulesJudged = JudgeAnswer & { readonly counted: Counted | null };

const settleMs = 120;

/** Whom the rules meet and what is wrong with them, a moment after each change. Null until the first answer. */
export function useJudgement(): RulesJudged | null {
  const trpc = useTRPC();
  const { lotId, lot, clock, content } = useDraftContent();
  const { data: recent, isPending } = useQuery(
    trpc.passages.recentFacts.queryOptions({ lotId }, { staleTime: 10 * 60_000, refetchOnWindowFocus: false }),
  );
  const locale = useLocale();
  const context = useNames([useDeferredValue(content.rules)]);
  const [answer, setAnswer] = useState<JudgeAnswer | null>(null);
  const { ask, tell } = useWorker<JudgeQuestion, JudgeAnswer, RecentPassages>(
    () => new Worker(new URL("./judge-worker.ts", import.meta.url), { type: "module" }),
    (next) => startTransition(() => setAnswer(next)),
  );
  const told = useRef<Recent | null>(null);
  useEffect(() => {
    if (isPending) return;
    const timer = setTimeout(() => {
      if (recent && told.current !== recent) tell({ columns: recent.columns, rows: recent.rows });
      told.current = recent ?? null;
      ask({ setting: { content, lot, clock }, locale, context });
    }, settleMs);
    return () => clearTimeout(timer);
  }, [ask, tell, content, lot, clock, isPending, recent, locale, context]);
  const counted = useMemo(() => (recent ? countedOn(recent) : null), [recent]);
  return answer && { ...answer, counted };
}

function countedOn({ total, days, rows }: Recent): Counted | null {
  return rows === 0 ? null : { total, days, scale: total / rows };
}
