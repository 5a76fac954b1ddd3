"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { useNow } from "../../../../ui/format/use-now.ts";
import { Cell, HeadCell, Table } from "../../../../ui/primitives/table.tsx";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import type { Outputs } from "../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { PlanStatus } from "./plans/plan-status.tsx";

type Plan = Outputs["plans"]["list"][number];

const everyMs = 10_000;
const endedMax = 5;

/** Rollouts with a time or with waves: those to come and under way, then the last that ended. Nothing when none was made. */
export function PlansSection({ lotId }: { lotId: string }) {
  const t = useTranslations("plans");
  const trpc = useTRPC();
  const query = useQuery({ ...trpc.plans.list.queryOptions({ lotId }), refetchInterval: everyMs });
  const plans = query.data ?? [];
  if (plans.length === 0) return null;
  const ended = plans.filter((plan) => !isOpen(plan)).slice(0, endedMax);
  return (
    <section className="pb-6" aria-labelledby="plans">
      <h2 id="plans" className="pb-2 text-large">
        {t("title")}
      </h2>
      <PlansTable lotId={lotId} plans={[...plans.filter(isOpen), ...ended]} />
    </section>
  );
}

function isOpen({ state }: Plan): boolean {
  return state === "scheduled" || state === "running" || state === "paused";
}

function PlansTable({ lotId, plans }: { lotId: string; plans: readonly Plan[] }) {
  const t = useTranslations("plans");
  const format = useFormat(useLotZone());
  const now = useNow();
  return (
    <div className="overflow-x-auto">
      <Table label={t("title")} cards>
        <thead>
          <tr>
            <HeadCell>{t("columns.plan")}</HeadCell>
            <HeadCell>{t("columns.state")}</HeadCell>
            <HeadCell>{t("columns.wave")}</HeadCell>
            <HeadCell>{t("columns.note")}</HeadCell>
            <HeadCell>{t("columns.by")}</HeadCell>
            <HeadCell>{t("columns.starts")}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {plans.map((plan) => (
            <tr key={plan.id} className="hover:bg-surface">
              <Cell label={t("columns.plan")} className="whitespace-nowrap">
                <Link href={`/lots/${encodeURIComponent(lotId)}/rollouts/plans/${plan.id}`} className="font-medium">
                  {t("lots", { count: plan.lots })}
                </Link>
              </Cell>
              <Cell label={t("columns.state")}>
                <PlanStatus state={plan.state} />
              </Cell>
              <Cell label={t("columns.wave")} className="whitespace-nowrap">
                {plan.state === "scheduled" || plan.state === "cancelled"
                  ? t("waves", { count: plan.waves })
                  : t("waveOf", { wave: plan.wave + 1, waves: plan.waves })}
              </Cell>
              <Cell label={t("columns.note")} className="max-w-[32rem] wrap-anywhere">
                {plan.note}
              </Cell>
              <Cell label={t("columns.by")}>{plan.startedName}</Cell>
              <Cell label={t("columns.starts")} className="whitespace-nowrap text-muted">
                {now === 0 ? format.time(plan.startAt) : format.dateTime(plan.startAt, now)}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
