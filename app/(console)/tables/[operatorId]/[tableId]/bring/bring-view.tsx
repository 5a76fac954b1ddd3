"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsArrayOf, parseAsString, useQueryState } from "nuqs";
import { useTranslations } from "use-intl";
import { useMe } from "../../../../../ui/shell/console-context.tsx";
import { PageBody } from "../../../../../ui/shell/page-body.tsx";
import { PageHead } from "../../../../../ui/shell/page-head.tsx";
import { may } from "../../../../../ui/shell/permissions.ts";
import { QueryState } from "../../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../../ui/state/skeleton.tsx";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { tableHref } from "../../../table-href.ts";
import { BringForm } from "./bring-form.tsx";

/** Brings the newest version of a shared table to lots: which, what it changes there, and then the rollout. */
export function BringView({ operatorId, tableId }: { operatorId: string; tableId: string }) {
  const t = useTranslations("bringVersion");
  const trpc = useTRPC();
  const query = useQuery(trpc.sharedTables.get.queryOptions({ operatorId, tableId }));
  const [wanted] = useQueryState("lots", parseAsArrayOf(parseAsString));
  const role = useMe().operators.find(({ id }) => id === operatorId)?.role;
  return (
    <PageBody>
      <QueryState isPage query={query} what={t("what")} skeleton={<Skeleton className="mt-6 h-96" />}>
        {(table) => (
          <>
            <PageHead
              parent={{ href: tableHref({ operatorId, tableId }), label: table.name }}
              title={t("bring", { number: table.newest })}
              note={t("note")}
            />
            <BringForm table={table} wanted={wanted} editable={may(role, "editDraft")} />
          </>
        )}
      </QueryState>
    </PageBody>
  );
}
