"use client";

import clsx from "clsx";
import { Check, CircleHelp, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Status } from "../../../../../../ui/status/status.tsx";
import type { Plan } from "./plan-view.tsx";
import { useGuardWords } from "./use-guard-words.ts";

type GuardReading = Plan["guards"][number];

/** What is watched, beside what was ordinary in the week before. */
export function PlanGuards({ plan }: { plan: Plan }) {
  const t = useTranslations("plan");
  if (plan.guards.length === 0) return null;
  return (
    <ul aria-label={t("guards")} className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
      {plan.guards.map((guard) => (
        <li
          key={guard.kind}
          className={clsx("rounded-card border px-4 py-3", guard.failed ? "border-negative" : "border-border")}
        >
          <Guard guard={guard} />
        </li>
      ))}
    </ul>
  );
}

function Guard({ guard }: { guard: GuardReading }) {
  const t = useTranslations("plan");
  const { figure, limit } = useGuardWords();
  const { kind, value, baseline, limits, worsePercent } = guard;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-body">{t(`guardNames.${kind}`)}</h2>
        <Verdict guard={guard} />
      </div>
      <p className={value === null ? "text-muted" : "text-large font-semibold"}>
        {value === null ? t("tooFew") : figure(kind, value)}
      </p>
      <p className="text-small text-muted">
        {baseline === null ? t("noBaseline") : t("baseline", { value: figure(kind, baseline) })}
      </p>
      <p className="text-small text-muted">
        {limits === null ? t("limitPercent", { percent: worsePercent }) : t("limit", { limit: limit(kind, limits) })}
      </p>
    </>
  );
}

function Verdict({ guard: { failed, value, baseline } }: { guard: GuardReading }) {
  const t = useTranslations("plan.verdicts");
  if (failed) return <Status icon={TriangleAlert} tone="negative" word={t("failed")} bare />;
  if (value === null || baseline === null) return <Status icon={CircleHelp} tone="quiet" word={t("notKnown")} bare />;
  return <Status icon={Check} tone="positive" word={t("passed")} bare />;
}
