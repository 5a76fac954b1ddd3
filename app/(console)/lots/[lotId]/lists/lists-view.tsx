"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { FileUp, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../ui/primitives/button.tsx";
import { useLot } from "../../../../ui/shell/console-context.tsx";
import { PageBody } from "../../../../ui/shell/page-body.tsx";
import { PageHead } from "../../../../ui/shell/page-head.tsx";
import { may } from "../../../../ui/shell/permissions.ts";
import { QueryState } from "../../../../ui/state/query-state.tsx";
import { SkeletonRows } from "../../../../ui/state/skeleton.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { EdgesNotice } from "./edges-notice.tsx";
import { ExportVehicles } from "./export-vehicles.tsx";
import { ListFilters } from "./list-filters.tsx";
import { ListUseFold } from "./list-use-fold.tsx";
import { NoVehicles } from "./no-vehicles.tsx";
import { type Vehicle, vehicleKinds } from "./vehicle-kinds.ts";
import { VehicleTable } from "./vehicle-table.tsx";

const VehicleDialog = dynamic(() => import("./vehicle-dialog.tsx").then((file) => file.VehicleDialog));
const ImportDialog = dynamic(() => import("./import-dialog.tsx").then((file) => file.ImportDialog));

const pageSize = 100;
const listFilters = {
  plate: parseAsString.withDefault(""),
  kind: parseAsStringLiteral(vehicleKinds),
  past: parseAsBoolean.withDefault(false),
};

/** Permits, lists and payments of a lot: what holds for one vehicle. */
export function ListsView({ lotId }: { lotId: string }) {
  const t = useTranslations("lists");
  const trpc = useTRPC();
  const mayWrite = may(useLot(lotId)?.role, "editDraft");
  const [filters, setFilters] = useQueryStates(listFilters);
  const [edited, setEdited] = useState<Vehicle | "new" | null>(null);
  const [isImporting, setImporting] = useState(false);
  const input = {
    lotId,
    limit: pageSize,
    isCurrent: !filters.past,
    ...(filters.plate ? { plate: filters.plate } : {}),
    ...(filters.kind ? { kind: filters.kind } : {}),
  };
  const query = useInfiniteQuery({
    ...trpc.lists.vehicles.infiniteQueryOptions(input, { getNextPageParam: (page) => page.nextCursor }),
    placeholderData: keepPreviousData,
  });
  const first = query.data?.pages[0];
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <PageBody>
      <PageHead
        title={t("title")}
        note={
          rows.length > 0 && first ? t("shown", { count: rows.length, total: first.count ?? rows.length }) : t("note")
        }
        actions={
          <>
            <ExportVehicles input={input} disabled={rows.length === 0} />
            {mayWrite ? (
              <>
                <Button onClick={() => setImporting(true)}>
                  <FileUp aria-hidden />
                  {t("import")}
                </Button>
                <Button kind="primary" onClick={() => setEdited("new")}>
                  <Plus aria-hidden />
                  {t("add")}
                </Button>
              </>
            ) : null}
          </>
        }
      />
      <EdgesNotice lotId={lotId} mayConfirm={mayWrite} />
      <ListUseFold lotId={lotId} />
      <ListFilters filters={filters} onChange={(change) => void setFilters(change)} />
      <QueryState query={{ ...query, data: query.data }} what={t("what")} skeleton={<SkeletonRows rows={10} />}>
        {() =>
          rows.length === 0 ? (
            <NoVehicles isEmpty={first?.isEmpty ?? false} onClear={() => void setFilters(null)} />
          ) : (
            <div className="flex flex-col items-start gap-3">
              <VehicleTable lotId={lotId} rows={rows} mayWrite={mayWrite} onEdit={setEdited} />
              {query.hasNextPage ? (
                <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t("more")}
                </Button>
              ) : null}
            </div>
          )
        }
      </QueryState>
      {edited === null ? null : (
        <VehicleDialog lotId={lotId} vehicle={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
      )}
      {isImporting ? <ImportDialog lotId={lotId} onClose={() => setImporting(false)} /> : null}
    </PageBody>
  );
}
