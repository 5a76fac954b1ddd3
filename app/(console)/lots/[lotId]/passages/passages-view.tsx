"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { PageBody } from "../../../../ui/shell/page-body.tsx";
import { PageHead } from "../../../../ui/shell/page-head.tsx";
import { LiveMark } from "../../../../ui/state/live-mark.tsx";
import { QueryState } from "../../../../ui/state/query-state.tsx";
import { SkeletonRows } from "../../../../ui/state/skeleton.tsx";
import type { Outputs } from "../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { BacklogNotice } from "./backlog-notice.tsx";
import { ExportButton } from "./export-button.tsx";
import { NoPassages } from "./no-passages.tsx";
import { PassageFilterBar } from "./passage-filter-bar.tsx";
import { passagesInput, usePassageFilters } from "./use-passage-filters.ts";
import { usePassageTicks } from "./use-passage-ticks.ts";

const loadGrid = () => import("./passage-grid.tsx").then((file) => file.PassageGrid);
/** Loaded while the passages are. */
const PassageGrid = dynamic(loadGrid, { loading: () => <SkeletonRows rows={10} /> });
/** Loaded when a passage is first opened: it brings the engine's words for rules and traces. */
const PassagePeek = dynamic(() => import("./passage-peek.tsx").then((file) => file.PassagePeek));

/** Passages of a lot, newest first, live. Filters and the open passage live in the address. */
export function PassagesView({ lotId }: { lotId: string }) {
  const t = useTranslations("passages");
  const trpc = useTRPC();
  const router = useRouter();
  const timeZone = useLotZone();
  const [filters, setFilters] = usePassageFilters();
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const input = passagesInput(lotId, filters, timeZone);
  const query = useInfiniteQuery({
    ...trpc.passages.list.infiniteQueryOptions(input, { getNextPageParam: (page) => page.nextCursor }),
    placeholderData: (before) => before,
  });
  const { limit: _limit, ...filter } = input;
  const counted = useQuery({
    ...trpc.passages.count.queryOptions(filter),
    placeholderData: keepPreviousData,
  }).data;
  const lot = useQuery(trpc.lots.get.queryOptions({ lotId }));
  const live = usePassageTicks(lotId);
  useEffect(() => void loadGrid(), []);
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const openIndex = rows.findIndex((row) => row.passageId === filters.open);

  function open(passageId: string | null): void {
    void setFilters({ open: passageId });
    if (passageId) setFocusedId(passageId);
  }

  return (
    <PageBody>
      <PageHead
        title={t("title")}
        note={query.data ? <Shown count={rows.length} isMore={query.hasNextPage} counted={counted} /> : null}
        state={<LiveMark state={live} at={query.dataUpdatedAt} />}
        actions={<ExportButton input={input} disabled={rows.length === 0} />}
      />
      <PassageFilterBar filters={filters} lanes={lot.data?.lanes ?? []} onChange={setFilters} />
      <BacklogNotice lotId={lotId} />
      <QueryState query={{ ...query, data: query.data }} what={t("what")} skeleton={<SkeletonRows rows={10} />}>
        {() =>
          rows.length === 0 ? (
            <NoPassages filters={filters} onChange={setFilters} />
          ) : (
            <div className="flex min-w-0 items-start gap-4">
              <PassageGrid
                rows={rows}
                openId={filters.open}
                focusedId={focusedId}
                onOpen={open}
                onEnter={(passageId) => router.push(`/lots/${encodeURIComponent(lotId)}/passages/${passageId}`)}
                onNearEnd={() => {
                  if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
                }}
                fetchingMore={query.isFetchingNextPage}
              />
              {filters.open ? (
                <PassagePeek
                  lotId={lotId}
                  passageId={filters.open}
                  position={openIndex >= 0 ? { index: openIndex, of: rows.length } : null}
                  onStep={(step) => open(rows[openIndex + step]?.passageId ?? filters.open)}
                  onClose={() => open(null)}
                />
              ) : null}
            </div>
          )
        }
      </QueryState>
    </PageBody>
  );
}

/** How many are shown, of how many once they are counted, and what their fees come to. */
function Shown(props: { count: number; isMore: boolean; counted: Outputs["passages"]["count"] | undefined }) {
  const t = useTranslations("passages");
  const format = useFormat(useLotZone());
  const { count, isMore, counted } = props;
  const shown =
    isMore && counted
      ? t("shownOf", { count, total: counted.count, many: counted.isMore ? "yes" : "no" })
      : t("shown", { count, more: isMore ? "yes" : "no" });
  const fees = counted?.fees.map(({ currency, feeMinor }) => format.money(feeMinor, currency)) ?? [];
  return fees.length === 0 ? shown : t("shownFees", { shown, fees: fees.join(t("separator")) });
}
