"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { Cpu } from "lucide-react";
import { useTranslations } from "use-intl";
import { PageBody } from "../../../../ui/shell/page-body.tsx";
import { PageHead } from "../../../../ui/shell/page-head.tsx";
import { LiveMark } from "../../../../ui/state/live-mark.tsx";
import { QueryState } from "../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../ui/state/skeleton.tsx";
import { StateBlock } from "../../../../ui/state/state-block.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { AnomaliesCard } from "./anomalies-card.tsx";
import { EdgeCard } from "./edge-card.tsx";
import { LanesCard } from "./lanes-card.tsx";
import { QuarantineCard } from "./quarantine-card.tsx";
import { SettingsCard } from "./settings/settings-card.tsx";

const everyMs = 5_000;

/** The edges of a lot: linked or not, deciding or not, what they run, what they still hold. */
export function FleetView({ lotId }: { lotId: string }) {
  const t = useTranslations("fleet");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery({ ...trpc.fleet.list.queryOptions({ lotId }), refetchInterval: everyMs });
  const subscription = useSubscription(
    trpc.fleet.watch.subscriptionOptions(
      { lotId },
      { onData: () => void queryClient.invalidateQueries({ queryKey: trpc.fleet.pathKey() }) },
    ),
  );
  return (
    <PageBody>
      <PageHead
        title={t("title")}
        state={
          <LiveMark state={subscription.status === "pending" ? "live" : "reconnecting"} at={query.dataUpdatedAt} />
        }
      />
      <div className="flex flex-col gap-4">
        <QueryState query={query} what={t("what")} skeleton={<Skeleton className="h-64" />}>
          {(edges) =>
            edges.length === 0 ? (
              <StateBlock icon={Cpu} tone="quiet" title={t("emptyTitle")}>
                {t("emptyText")}
              </StateBlock>
            ) : (
              <ul className="flex flex-col gap-4">
                {edges.map((edge) => (
                  <li key={edge.edgeId}>
                    <EdgeCard edge={edge} />
                  </li>
                ))}
              </ul>
            )
          }
        </QueryState>
        <SettingsCard lotId={lotId} />
        <LanesCard lotId={lotId} />
        <AnomaliesCard lotId={lotId} />
        <QuarantineCard lotId={lotId} />
      </div>
    </PageBody>
  );
}
