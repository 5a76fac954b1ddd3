"use client";

import { useQuery } from "@tanstack/react-query";
import { Table2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { useFormat } from "../../ui/format/use-format.ts";
import { useNow } from "../../ui/format/use-now.ts";
import { Banner } from "../../ui/primitives/banner.tsx";
import { ButtonLink } from "../../ui/primitives/button.tsx";
import { Cell, HeadCell, Table } from "../../ui/primitives/table.tsx";
import { useMe } from "../../ui/shell/console-context.tsx";
import { PageBody } from "../../ui/shell/page-body.tsx";
import { PageHead } from "../../ui/shell/page-head.tsx";
import { may } from "../../ui/shell/permissions.ts";
import { useOperatorChoice } from "../../ui/shell/use-operator-choice.tsx";
import { QueryState } from "../../ui/state/query-state.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { StateBlock } from "../../ui/state/state-block.tsx";
import type { Outputs } from "../../ui/trpc/outputs.ts";
import { useTRPC } from "../../ui/trpc/trpc-provider.tsx";
import { tableHref } from "./table-href.ts";

/** Every price table that lots have in common, and which lots have not got its newest version. */
export function TablesView() {
  const t = useTranslations("sharedTables");
  const me = useMe();
  const { operator, choice } = useOperatorChoice(me.operators.filter(({ role }) => may(role, "readDraft")));
  return (
    <PageBody>
      <PageHead title={t("title")} note={t("note")} />
      {choice}
      {operator ? (
        <OperatorTables key={operator.id} operatorId={operator.id} />
      ) : (
        <Banner tone="information" title={t("notAllowed")}>
          {t("notAllowedText")}
        </Banner>
      )}
    </PageBody>
  );
}

function OperatorTables({ operatorId }: { operatorId: string }) {
  const t = useTranslations("sharedTables");
  const trpc = useTRPC();
  const query = useQuery(trpc.sharedTables.list.queryOptions({ operatorId }));
  return (
    <QueryState query={query} what={t("what")} skeleton={<SkeletonRows rows={4} />}>
      {(tables) =>
        tables.length === 0 ? (
          <StateBlock
            icon={Table2}
            tone="quiet"
            title={t("emptyTitle")}
            action={<ButtonLink href="/lots">{t("toLots")}</ButtonLink>}
          >
            {t("emptyText")}
          </StateBlock>
        ) : (
          <TableList operatorId={operatorId} tables={tables} />
        )
      }
    </QueryState>
  );
}

function TableList({ operatorId, tables }: { operatorId: string; tables: Outputs["sharedTables"]["list"] }) {
  const t = useTranslations("sharedTables");
  const format = useFormat("UTC");
  const now = useNow();
  return (
    <Table label={t("title")} cards>
      <thead>
        <tr>
          <HeadCell>{t("name")}</HeadCell>
          <HeadCell>{t("newest")}</HeadCell>
          <HeadCell>{t("why")}</HeadCell>
          <HeadCell numeric>{t("lots")}</HeadCell>
          <HeadCell numeric>{t("behind")}</HeadCell>
          <HeadCell numeric>{t("differing")}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {tables.map((table) => (
          <tr key={table.id} className="hover:bg-surface">
            <Cell label={t("name")}>
              <Link href={tableHref({ operatorId, tableId: table.id })} className="font-medium wrap-anywhere">
                {table.name}
              </Link>{" "}
              <span className="text-small text-muted">{table.currency}</span>
            </Cell>
            <Cell label={t("newest")}>
              {t("version", { number: table.newest })}{" "}
              <span className="text-small text-muted">
                {t("by", {
                  name: table.createdName,
                  date: now === 0 ? "" : format.date(table.createdAt, now),
                })}
              </span>
            </Cell>
            <Cell label={t("why")} className="max-w-[32rem] wrap-anywhere">
              {table.note}
            </Cell>
            <Cell label={t("lots")} numeric>
              {format.count(table.lots)}
            </Cell>
            <Cell label={t("behind")} numeric className={table.behind > 0 ? "font-medium text-caution" : ""}>
              {format.count(table.behind)}
            </Cell>
            <Cell label={t("differing")} numeric>
              {format.count(table.differing)}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
