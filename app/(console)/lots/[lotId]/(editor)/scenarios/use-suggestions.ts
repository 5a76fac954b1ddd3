"use client";

import { startTransition, useEffect, useState } from "react";
import type { Trace } from "#contracts/trace.ts";
import type { Suggestion } from "#engine/scenario/suggest-scenarios.ts";
import { useDraft } from "../draft-provider.tsx";
import type { SuggestQuestion } from "../rules/judge-worker.ts";
import { useWorker } from "../use-worker.ts";

const settleMs = 300;
const shownMax = 5;
const minuteMs = 60_000;

/** Scenarios for what none tries, a moment after each change; null until they have been looked for once. */
export function useSuggestions(traces: readonly Trace[]): readonly Suggestion[] | null {
  const { content, lot, clock } = useDraft();
  const [found, setFound] = useState<readonly Suggestion[] | null>(null);
  const { ask } = useWorker<SuggestQuestion, readonly Suggestion[]>(
    () => new Worker(new URL("../rules/judge-worker.ts", import.meta.url), { type: "module" }),
    (answer) => startTransition(() => setFound(answer)),
  );
  useEffect(() => {
    const timer = setTimeout(() => {
      const at = Math.floor(Date.now() / minuteMs) * minuteMs;
      ask({ setting: { content, lot, clock }, traces, at, max: shownMax });
    }, settleMs);
    return () => clearTimeout(timer);
  }, [ask, content, lot, clock, traces]);
  return found;
}
