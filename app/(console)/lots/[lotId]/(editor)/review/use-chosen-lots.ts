"use client";

import { useQueries } from "@tanstack/react-query";
import { useMe } from "../../../../../ui/shell/console-context.tsx";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import type { ChosenLot, PlanChoice } from "./plan-choice.ts";

type Check = Outputs["publish"]["check"];

/** The lots of the second wave with what the cloud's checks say of their drafts, as they were when they were chosen. */
export function useChosenLots({ how, lotIds }: PlanChoice): readonly ChosenLot[] {
  const trpc = useTRPC();
  const me = useMe();
  const wanted = how === "waves" ? lotIds : [];
  const checks = useQueries({
    queries: wanted.map((lotId) =>
      trpc.publish.check.queryOptions({ lotId }, { staleTime: 0, refetchOnWindowFocus: false }),
    ),
  });
  return wanted.map((id, place) => {
    const { data, isError } = checks[place]!;
    return {
      id,
      name: me.lots.find((lot) => lot.id === id)?.name ?? id,
      state: data ? (isProven(data) ? "ready" : "blocked") : isError ? "unchecked" : "checking",
      revision: data?.revision ?? 0,
      number: data?.nextNumber ?? 0,
      edges: data?.edges.length ?? 0,
      alone: data ? data.unmet !== null : false,
    };
  });
}

/** Nothing in the checks stands in the way. */
export function isProven({ sha256, scenarios }: Check): boolean {
  return sha256 !== null && passesScenarios(scenarios);
}

export function passesScenarios(scenarios: Check["scenarios"]): boolean {
  return scenarios.every((each) => each.passed && each.oracleAgrees !== false);
}
