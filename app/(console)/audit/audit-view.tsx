"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ClipboardList } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useTranslations } from "use-intl";
import { Button } from "../../ui/primitives/button.tsx";
import { Choice } from "../../ui/primitives/choice.tsx";
import { useMe } from "../../ui/shell/console-context.tsx";
import { PageBody } from "../../ui/shell/page-body.tsx";
import { PageHead } from "../../ui/shell/page-head.tsx";
import { QueryState } from "../../ui/state/query-state.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { StateBlock } from "../../ui/state/state-block.tsx";
import { useTRPC } from "../../ui/trpc/trpc-provider.tsx";
import { AuditTable } from "./audit-table.tsx";

/** Who changed what, when and why. Read only, always. */
export function AuditView() {
  const t = useTranslations("audit");
  const trpc = useTRPC();
  const { lots } = useMe();
  const [lotId, setLotId] = useQueryState("lot", parseAsString);
  const input = { ...(lotId ? { lotId } : {}), limit: 50 };
  const query = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(input, { getNextPageParam: (page) => page.nextCursor }),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <PageBody>
      <PageHead title={t("title")} note={t("note")} />
      <div className="pb-3">
        <Choice
          label={t("lot")}
          hideLabel
          prefix={t("lot")}
          value={lotId ?? "all"}
          active={lotId !== null}
          options={[{ value: "all", label: t("allLots") }, ...lots.map((lot) => ({ value: lot.id, label: lot.name }))]}
          onChange={(value) => void setLotId(value === "all" ? null : value)}
        />
      </div>
      <QueryState query={query} what={t("what")} skeleton={<SkeletonRows rows={8} />}>
        {() =>
          rows.length === 0 ? (
            <StateBlock icon={ClipboardList} tone="quiet" title={t("emptyTitle")}>
              {t("emptyText")}
            </StateBlock>
          ) : (
            <>
              <AuditTable rows={rows} />
              {query.hasNextPage ? (
                <Button
                  className="mt-4 self-center"
                  disabled={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {t("more")}
                </Button>
              ) : null}
            </>
          )
        }
      </QueryState>
    </PageBody>
  );
}
