"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { Card } from "../../../../ui/primitives/card.tsx";
import { QueryState } from "../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../ui/state/skeleton.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { OpenGateButton } from "../gate/open-gate-button.tsx";

/** The lanes of the lot, each with its gate. */
export function LanesCard({ lotId }: { lotId: string }) {
  const t = useTranslations("gate");
  const direction = useTranslations("passage.direction");
  const trpc = useTRPC();
  const query = useQuery(trpc.lots.get.queryOptions({ lotId }));
  return (
    <Card title={t("lanes")}>
      <QueryState query={query} what={t("what")} skeleton={<Skeleton className="h-16" />}>
        {({ lanes }) =>
          lanes.length === 0 ? (
            <p className="text-muted">{t("noLanes")}</p>
          ) : (
            <ul>
              {lanes.map((lane) => (
                <li key={lane.id} className="flex flex-wrap items-center gap-3 border-t border-border py-2">
                  <span className="min-w-0 flex-1">
                    <span className="font-medium">{lane.name}</span>{" "}
                    <span className="text-small text-muted">{direction(lane.direction)}</span>
                  </span>
                  <OpenGateButton
                    lotId={lotId}
                    laneId={lane.id}
                    isLaneFixed
                    label={t("openLane", { lane: lane.name })}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
    </Card>
  );
}
