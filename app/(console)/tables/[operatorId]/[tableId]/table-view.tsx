"use client";

import { useQuery } from "@tanstack/react-query";
import { Truck } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "use-intl";
import { Banner } from "../../../../ui/primitives/banner.tsx";
import { ButtonLink } from "../../../../ui/primitives/button.tsx";
import { Tabs } from "../../../../ui/primitives/tabs.tsx";
import { useMe } from "../../../../ui/shell/console-context.tsx";
import { PageBody } from "../../../../ui/shell/page-body.tsx";
import { PageHead } from "../../../../ui/shell/page-head.tsx";
import { may } from "../../../../ui/shell/permissions.ts";
import { QueryState } from "../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../ui/state/skeleton.tsx";
import type { Outputs } from "../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { tableHref } from "../../table-href.ts";
import { RemoveTable } from "./remove-table.tsx";
import { RenameTable } from "./rename-table.tsx";
import { UsesTable } from "./uses-table.tsx";
import { VersionList } from "./version-list.tsx";

/** Loaded after the page's frame: it brings the forms, the chart and the pricing engine. */
const TableEditor = dynamic(() => import("./table-editor.tsx").then((file) => file.TableEditor), {
  loading: () => <Skeleton className="h-96" />,
});

export type SharedTable = Outputs["sharedTables"]["get"];

/** One shared table: its prices, the lots that use it, and how it came to be as it is. */
export function TableView({ operatorId, tableId }: { operatorId: string; tableId: string }) {
  const t = useTranslations("sharedTables");
  const trpc = useTRPC();
  const query = useQuery(trpc.sharedTables.get.queryOptions({ operatorId, tableId }));
  return (
    <PageBody>
      <QueryState isPage query={query} what={t("oneWhat")} skeleton={<Skeleton className="mt-6 h-96" />}>
        {(table) => <Loaded table={table} />}
      </QueryState>
    </PageBody>
  );
}

function Loaded({ table }: { table: SharedTable }) {
  const t = useTranslations("sharedTables");
  const me = useMe();
  const role = me.operators.find(({ id }) => id === table.operatorId)?.role;
  const editable = may(role, "editDraft");
  const behind = table.uses.filter(({ draft }) => draft && draft.number < table.newest).length;
  const number = table.newest;
  return (
    <>
      <PageHead
        parent={{ href: "/tables", label: t("title") }}
        title={table.name}
        note={t("newestNote", { number, currency: table.currency })}
        actions={
          editable ? (
            <>
              <RenameTable table={table} />
              <RemoveTable table={table} />
            </>
          ) : null
        }
      />
      {behind > 0 ? (
        <div className="pb-3">
          <Banner
            tone="information"
            title={t("behindTitle", { count: behind, number })}
            action={
              editable ? (
                <ButtonLink
                  kind="primary"
                  href={`${tableHref({ operatorId: table.operatorId, tableId: table.id })}/bring`}
                >
                  <Truck aria-hidden />
                  {t("bring", { number })}
                </ButtonLink>
              ) : null
            }
          >
            {t("behindText")}
          </Banner>
        </div>
      ) : null}
      <Tabs
        label={t("views")}
        tabs={[
          { value: "prices", label: t("prices"), panel: <TableEditor table={table} editable={editable} /> },
          {
            value: "uses",
            label: t("usedIn", { count: new Set(table.uses.map(({ lotId }) => lotId)).size }),
            panel: <UsesTable table={table} editable={editable} />,
          },
          { value: "versions", label: t("history"), panel: <VersionList table={table} /> },
        ]}
      />
    </>
  );
}
