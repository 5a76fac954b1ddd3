"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { parseAsArrayOf, parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useSay } from "../../../../../ui/primitives/toast.tsx";
import { useLot, useMe } from "../../../../../ui/shell/console-context.tsx";
import { failureOf } from "../../../../../ui/state/failure.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { guardKinds } from "../../rollouts/plans/guard-kinds.ts";
import { useDraft } from "../draft-provider.tsx";
import { instantOf } from "../tariff/local-date-time.ts";
import { isPlain, isWatched, type PlanChoice, plainChoice, problemOf } from "./plan-choice.ts";
import { useChosenLots } from "./use-chosen-lots.ts";

/** When and how the draft goes live, and the making of a plan where it is not simply now. */
export function usePlan() {
  const t = useTranslations("planChoice");
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const say = useSay();
  const { lotId, revision, clock } = useDraft();
  const operatorId = useLot(lotId)?.operatorId;
  const together = useLotsTogether(lotId);
  const [choice, setChoice] = useState<PlanChoice>(
    together.length > 0 ? { ...plainChoice, how: "waves", lotIds: together } : plainChoice,
  );
  const [problem, setProblem] = useState<ReturnType<typeof problemOf>>(null);
  const lots = useChosenLots(choice);
  const make = useMutation(
    trpc.plans.make.mutationOptions({
      onSuccess: ({ planId }) => {
        say.done(t("made", { when: choice.when }));
        void queryClient.invalidateQueries();
        router.push(`/lots/${encodeURIComponent(lotId)}/rollouts/plans/${planId}`);
      },
      onError: (error) => {
        say.failed(failureOf(error).kind === "conflict" ? t("changedMeanwhile") : t("failed"), error.message);
        void queryClient.invalidateQueries({ queryKey: trpc.draft.pathKey() });
        void queryClient.invalidateQueries({ queryKey: trpc.publish.pathKey() });
      },
    }),
  );
  const shadow = useMutation(
    trpc.shadows.start.mutationOptions({
      onSuccess: ({ trialId, number }) => {
        say.done(t("shadowStarted", { number }));
        void queryClient.invalidateQueries();
        router.push(`/lots/${encodeURIComponent(lotId)}/rollouts/shadows/${trialId}`);
      },
      onError: (error) => {
        say.failed(failureOf(error).kind === "conflict" ? t("changedMeanwhile") : t("shadowFailed"), error.message);
        void queryClient.invalidateQueries({ queryKey: trpc.draft.pathKey() });
      },
    }),
  );
  return {
    choice,
    lots,
    problem,
    plain: isPlain(choice),
    busy: make.isPending || shadow.isPending,
    startShadow: (note: string) => shadow.mutate({ lotId, revision, note }),
    change: (part: Partial<PlanChoice>) => {
      setChoice({ ...choice, ...part });
      setProblem(null);
    },
    /** Whether the choice can be carried out; if not, `problem` says why. */
    check: (): boolean => {
      const found = problemOf(choice, { clock, lots, now: Date.now() });
      setProblem(found);
      return found === null;
    },
    make: (said: { note: string; breakGlass?: string }) => {
      if (operatorId === undefined) return;
      const { when, at, how, laneId, holdMinutes, guards, onFailure } = choice;
      const startAt = when === "atTime" ? instantOf(clock, at) : null;
      make.mutate({
        operatorId,
        waves: [
          [{ lotId, revision }],
          ...(how === "waves" ? [lots.map((lot) => ({ lotId: lot.id, revision: lot.revision }))] : []),
        ],
        ...(how === "lane" && { first: { lotId, laneId } }),
        ...(startAt !== null && { startAt: new Date(startAt) }),
        holdMinutes: isWatched(choice) ? holdMinutes : 0,
        guards: isWatched(choice)
          ? guardKinds.flatMap((kind) => {
              const worsePercent = guards[kind];
              return worsePercent === null ? [] : [{ kind, worsePercent }];
            })
          : [],
        onFailure,
        ...said,
      });
    },
  };
}

/** The lots of the same operator that the address names as going live with this one. */
function useLotsTogether(lotId: string): string[] {
  const [named] = useQueryState("with", parseAsArrayOf(parseAsString));
  const me = useMe();
  const operatorId = useLot(lotId)?.operatorId;
  return me.lots
    .filter((lot) => lot.operatorId === operatorId && lot.id !== lotId && named?.includes(lot.id))
    .map(({ id }) => id);
}

export type PlanForm = ReturnType<typeof usePlan>;
