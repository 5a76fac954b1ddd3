"use client";

import { useTranslations } from "use-intl";
import { Banner } from "../../../../../../ui/primitives/banner.tsx";
import type { Plan } from "./plan-view.tsx";
import { useGuardWords } from "./use-guard-words.ts";

const whatFollowed = {
  scheduled: "told",
  running: "told",
  done: "told",
  paused: "paused",
  cancelled: "cancelled",
  rolledBack: "rolledBack",
} as const;

/** What went wrong, and what the plan did about it. */
export function PlanProblem({ plan }: { plan: Plan }) {
  const t = useTranslations("plan");
  const { figure, limit } = useGuardWords();
  const { problem } = plan;
  if (!problem) return null;
  const name = (lotId: string) => plan.lots.find((lot) => lot.lotId === lotId)?.name ?? lotId;
  const said =
    problem.kind === "laneEnded"
      ? [t("laneEnded", { lane: plan.first?.laneName ?? "" })]
      : problem.kind === "refused"
        ? [t("refused", { count: problem.lots.length, lots: problem.lots.map(name).join(t("separator")) })]
        : problem.readings.map(({ kind, value, baseline, limits }) =>
            t(`guardFailed.${kind}`, {
              value: figure(kind, value),
              baseline: figure(kind, baseline),
              limit: limit(kind, limits),
            }),
          );
  const looked = problem.acknowledged === true;
  return (
    <Banner tone={looked ? "caution" : "negative"} title={said.join(" ")}>
      {t(`after.${looked ? "looked" : whatFollowed[plan.state]}`)}
    </Banner>
  );
}
