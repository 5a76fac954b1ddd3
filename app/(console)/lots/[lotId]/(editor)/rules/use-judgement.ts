"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useLocale } from "use-intl";
import type { ReleaseRules } from "#engine/model/rule.ts";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { useDraft } from "../draft-provider.tsx";
import { useNames } from "../use-names.ts";
import type { Judgement } from "./judge-rules.ts";

type Judge = Pick<typeof import("./judge-rules.ts"), "judgeRules" | "situationsOf">;
type Recent = Outputs["passages"]["recentFacts"];

/** How many passages stand behind the counts. */
type Counted = { readonly total: number; readonly days: number; readonly scale: number };
export type RulesJudged = { readonly judgement: Judgement; readonly counted: Counted | null };

const settleMs = 120;

/** Whom the rules meet and what is wrong with them, a moment after each change. Null until the first answer. */
export function useJudgement(rules: ReleaseRules): RulesJudged | null {
  const trpc = useTRPC();
  const { lotId, lot } = useDraft();
  const recent = useQuery(
    trpc.passages.recentFacts.queryOptions({ lotId }, { staleTime: 10 * 60_000, refetchOnWindowFocus: false }),
  ).data;
  const judge = useJudge();
  const locale = useLocale();
  const context = useNames([rules]);
  const situations = useMemo(
    () => (judge && recent ? judge.situationsOf(recent.columns, recent.rows) : null),
    [judge, recent],
  );
  const [judgement, setJudgement] = useState<Judgement | null>(null);
  useEffect(() => {
    if (!judge) return;
    const asked = { lanes: lot.lanes, situations, locale, context };
    const timer = setTimeout(() => setJudgement(judge.judgeRules(rules, asked)), settleMs);
    return () => clearTimeout(timer);
  }, [judge, rules, lot.lanes, situations, locale, context]);
  return judgement && { judgement, counted: recent ? countedOn(recent) : null };
}

function useJudge(): Judge | null {
  const [judge, setJudge] = useState<Judge | null>(null);
  useEffect(() => {
    void import("./judge-rules.ts").then(({ judgeRules, situationsOf }) => setJudge({ judgeRules, situationsOf }));
  }, []);
  return judge;
}

function countedOn({ total, days, rows }: Recent): Counted | null {
  return rows === 0 ? null : { total, days, scale: total / rows };
}
