"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { QueryState } from "../../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../../ui/state/skeleton.tsx";
import { DraftStatus } from "../../../../../ui/status/draft-status.tsx";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";

/** All versions of the lot, newest first. None is ever deleted. */
export function VersionHistory({ lotId }: { lotId: string }) {
  const t = useTranslations("rollout");
  const trpc = useTRPC();
  const format = useFormat(useLotZone());
  const now = useNow();
  const query = useQuery(trpc.bundles.list.queryOptions({ lotId }));
  return (
    <Card title={t("versions")}>
      <QueryState query={query} what={t("versionsWhat")} skeleton={<Skeleton className="h-24" />}>
        {(bundles) => (
          <ol>
            {bundles.map((bundle) => (
              <li
                key={bundle.number}
                className="grid grid-cols-[3.5rem_1fr_auto] items-center gap-x-3 border-t border-border py-2"
              >
                <span className="font-medium">{t("version", { number: bundle.number })}</span>
                <span className="min-w-0 wrap-anywhere">
                  {bundle.note}
                  <span className="block text-small text-muted">
                    {bundle.createdName}
                    {now === 0 ? null : `, ${format.dateTime(bundle.createdAt, now)}`}
                  </span>
                </span>
                {bundle.live ? <DraftStatus state="live" /> : null}
              </li>
            ))}
          </ol>
        )}
      </QueryState>
    </Card>
  );
}
