"use client";

import { useQuery } from "@tanstack/react-query";
import { SquareParking } from "lucide-react";
import { useTranslations } from "use-intl";
import { PageBody } from "../../ui/shell/page-body.tsx";
import { PageHead } from "../../ui/shell/page-head.tsx";
import { QueryState } from "../../ui/state/query-state.tsx";
import { Skeleton } from "../../ui/state/skeleton.tsx";
import { StateBlock } from "../../ui/state/state-block.tsx";
import { useTRPC } from "../../ui/trpc/trpc-provider.tsx";
import { LotCard } from "./lot-card.tsx";

const everyMs = 10_000;

/** All lots of this person: what is live, which edges answer, how many passages today. */
export function LotsView() {
  const t = useTranslations("lots");
  const trpc = useTRPC();
  const query = useQuery({ ...trpc.lots.list.queryOptions({}), refetchInterval: everyMs });
  return (
    <PageBody>
      <PageHead title={t("title")} note={query.data ? t("count", { count: query.data.length }) : null} />
      <QueryState
        query={query}
        what={t("what")}
        skeleton={
          <div className="grid gap-4 lg:grid-cols-2 xl:grid-cols-3">
            <Skeleton className="h-44" />
            <Skeleton className="h-44" />
          </div>
        }
      >
        {(lots) =>
          lots.length === 0 ? (
            <StateBlock icon={SquareParking} tone="quiet" title={t("emptyTitle")}>
              {t("emptyText")}
            </StateBlock>
          ) : (
            <ul className="grid gap-4 lg:grid-cols-2 xl:grid-cols-3">
              {lots.map((lot) => (
                <li key={lot.id}>
                  <LotCard lot={lot} />
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
    </PageBody>
  );
}
