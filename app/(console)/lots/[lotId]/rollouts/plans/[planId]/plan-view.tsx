"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../../ui/format/use-now.ts";
import { Card } from "../../../../../../ui/primitives/card.tsx";
import { useLot } from "../../../../../../ui/shell/console-context.tsx";
import { useLotZone } from "../../../../../../ui/shell/lot-zone.tsx";
import { PageBody } from "../../../../../../ui/shell/page-body.tsx";
import { PageHead } from "../../../../../../ui/shell/page-head.tsx";
import { may } from "../../../../../../ui/shell/permissions.ts";
import { LiveMark } from "../../../../../../ui/state/live-mark.tsx";
import { QueryState } from "../../../../../../ui/state/query-state.tsx";
import { SkeletonRows } from "../../../../../../ui/state/skeleton.tsx";
import type { Outputs } from "../../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../../ui/trpc/trpc-provider.tsx";
import { FactList } from "../../fact-list.tsx";
import { useRolloutTicks } from "../../use-rollout-ticks.ts";
import { PlanStatus } from "../plan-status.tsx";
import { isLive } from "./is-live.ts";
import { PlanActs } from "./plan-acts.tsx";
import { PlanGuards } from "./plan-guards.tsx";
import { PlanProblem } from "./plan-problem.tsx";
import { PlanWaves } from "./plan-waves.tsx";

export type Plan = Outputs["plans"]["get"];

const everyMs = 5_000;

/** A rollout with a time or with waves: where each lot stands, what the guards measure, and what can be done. */
export function PlanView({ lotId, planId }: { lotId: string; planId: string }) {
  const t = useTranslations("plan");
  const trpc = useTRPC();
  const lot = useLot(lotId);
  const live = useRolloutTicks(lotId);
  const query = useQuery({
    ...trpc.plans.get.queryOptions({ operatorId: lot?.operatorId ?? "", planId }),
    enabled: lot !== undefined,
    refetchInterval: everyMs,
  });
  const parent = { href: `/lots/${encodeURIComponent(lotId)}/rollouts`, label: t("parent") };
  return (
    <PageBody>
      {query.data ? null : <PageHead title={t("title")} parent={parent} />}
      <QueryState query={query} what={t("what")} skeleton={<SkeletonRows rows={6} />}>
        {(plan) => (
          <>
            <PageHead
              parent={parent}
              title={t("heading", { count: plan.lots.length })}
              state={<PlanStatus state={plan.state} />}
              note={<LiveCount plan={plan} />}
              actions={may(lot?.role, "publish") ? <PlanActs plan={plan} /> : null}
            />
            <div className="flex flex-col gap-4">
              <PlanProblem plan={plan} />
              <PlanGuards plan={plan} />
              <PlanWaves plan={plan} />
              <Card title={t("about")} aside={<LiveMark state={live} at={query.dataUpdatedAt} />}>
                <About plan={plan} />
              </Card>
            </div>
          </>
        )}
      </QueryState>
    </PageBody>
  );
}

function LiveCount({ plan }: { plan: Plan }) {
  const t = useTranslations("plan");
  const live = plan.lots.filter(isLive).length;
  return t("liveCount", { live, total: plan.lots.length });
}

function About({ plan }: { plan: Plan }) {
  const t = useTranslations("plan");
  const format = useFormat(useLotZone());
  const now = useNow();
  const when = (at: Date) => (now === 0 ? format.time(at) : format.dateTime(at, now));
  const rows: [string, string][] = [
    [t("note"), plan.note],
    [t("by"), plan.startedName],
    [t("made"), when(plan.createdAt)],
    [t("starts"), t("zoned", { time: when(plan.startAt), zone: format.zone(plan.startAt) })],
    ...(plan.waves > 1 ? [[t("hold"), format.duration(plan.holdMinutes)] as [string, string]] : []),
    [t("onFailure"), t(`onFailures.${plan.onFailure}`)],
    ...(plan.finishedAt ? [[t("finished"), when(plan.finishedAt)] as [string, string]] : []),
  ];
  return <FactList rows={rows} />;
}
