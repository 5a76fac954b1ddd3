"use client";

import { useEffect, useState } from "react";
import type { Trace } from "#contracts/trace.ts";
import type { LoadedBundle } from "#engine/compile/load-bundle.ts";
import type { Suggestion } from "#engine/scenario/suggest-scenarios.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";

const settleMs = 300;
const shownMax = 5;
const minuteMs = 60_000;

/** Scenarios for what none tries, a moment after each change; null until they have been looked for once. */
export function useSuggestions(bundle: LoadedBundle, traces: readonly Trace[]): readonly Suggestion[] | null {
  const [found, setFound] = useState<readonly Suggestion[] | null>(null);
  const isReady = useNow() > 0;
  useEffect(() => {
    if (!isReady) return;
    const isCurrent = { yes: true };
    const look = async () => {
      const { suggestScenarios } = await import("#engine/scenario/suggest-scenarios.ts");
      const at = Math.floor(Date.now() / minuteMs) * minuteMs;
      if (isCurrent.yes) setFound(suggestScenarios(bundle, traces, { at, max: shownMax }));
    };
    const timer = setTimeout(() => void look(), settleMs);
    return () => {
      isCurrent.yes = false;
      clearTimeout(timer);
    };
  }, [bundle, traces, isReady]);
  return found;
}
