"use client";

import { useQuery } from "@tanstack/react-query";
import { Rocket } from "lucide-react";
import { useTranslations } from "use-intl";
import { ButtonLink } from "../../../../ui/primitives/button.tsx";
import { PageBody } from "../../../../ui/shell/page-body.tsx";
import { PageHead } from "../../../../ui/shell/page-head.tsx";
import { LiveMark } from "../../../../ui/state/live-mark.tsx";
import { QueryState } from "../../../../ui/state/query-state.tsx";
import { SkeletonRows } from "../../../../ui/state/skeleton.tsx";
import { StateBlock } from "../../../../ui/state/state-block.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { ApprovalSetting } from "./approval-setting.tsx";
import { PlansSection } from "./plans-section.tsx";
import { RanAt } from "./ran-at.tsx";
import { RolloutsTable } from "./rollouts-table.tsx";
import { ShadowsSection } from "./shadows-section.tsx";
import { useRolloutTicks } from "./use-rollout-ticks.ts";

const everyMs = 10_000;

/** Every version that was sent out, newest first: what, who, why, and how many edges run it. */
export function RolloutsView({ lotId }: { lotId: string }) {
  const t = useTranslations("rollouts");
  const trpc = useTRPC();
  const query = useQuery({ ...trpc.rollouts.list.queryOptions({ lotId }), refetchInterval: everyMs });
  const live = useRolloutTicks(lotId);
  return (
    <PageBody>
      <PageHead title={t("title")} state={<LiveMark state={live} at={query.dataUpdatedAt} />} />
      <PlansSection lotId={lotId} />
      <ShadowsSection lotId={lotId} />
      <QueryState query={query} what={t("what")} skeleton={<SkeletonRows rows={6} />}>
        {(rollouts) =>
          rollouts.length === 0 ? (
            <StateBlock
              icon={Rocket}
              tone="quiet"
              title={t("emptyTitle")}
              action={<ButtonLink href={`/lots/${encodeURIComponent(lotId)}/review`}>{t("toReview")}</ButtonLink>}
            >
              {t("emptyText")}
            </StateBlock>
          ) : (
            <>
              <RolloutsTable lotId={lotId} rollouts={rollouts} />
              <RanAt lotId={lotId} />
            </>
          )
        }
      </QueryState>
      <ApprovalSetting lotId={lotId} />
    </PageBody>
  );
}
