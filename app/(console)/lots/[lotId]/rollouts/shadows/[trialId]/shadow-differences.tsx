"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { starterRuleName } from "#engine/words/starter-rule-words.ts";
import { useFormat } from "../../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../../ui/format/use-now.ts";
import { Button } from "../../../../../../ui/primitives/button.tsx";
import { Card } from "../../../../../../ui/primitives/card.tsx";
import { Cell, HeadCell, Table } from "../../../../../../ui/primitives/table.tsx";
import { useLotZone } from "../../../../../../ui/shell/lot-zone.tsx";
import { QueryState } from "../../../../../../ui/state/query-state.tsx";
import { SkeletonRows } from "../../../../../../ui/state/skeleton.tsx";
import type { Outputs } from "../../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../../ui/trpc/trpc-provider.tsx";
import { useReasonWord } from "../../../../../../ui/words/use-reason-word.ts";
import type { Shadow } from "./shadow-view.tsx";

type Difference = Outputs["shadows"]["differences"]["rows"][number];

const pageSize = 50;
const limitMax = 1_000;

/** The cars for which the shadow would have done otherwise, newest first; each opens as the passage that it was. */
export function ShadowDifferences({ lotId, shadow }: { lotId: string; shadow: Shadow }) {
  const t = useTranslations("shadow.differences");
  const trpc = useTRPC();
  const [limit, setLimit] = useState(pageSize);
  const { listed, counts, id: trialId } = shadow;
  const query = useQuery({
    ...trpc.shadows.differences.queryOptions({ lotId, trialId, limit }, { enabled: listed > 0 }),
    placeholderData: keepPreviousData,
    refetchInterval: shadow.ending === null ? 5_000 : false,
  });
  const { evaluated, failed, skipped } = counts;
  const none = evaluated > 0 ? "none" : failed + skipped > 0 ? "noneEvaluated" : "nothingYet";
  if (counts.different === 0) {
    return (
      <Card title={t("title")}>
        <p className="text-muted">{t(none)}</p>
      </Card>
    );
  }
  return (
    <Card
      title={t("title")}
      aside={<span className="text-small text-muted">{t("listed", { listed, total: counts.different })}</span>}
      bodyClassName="pb-2"
    >
      <QueryState query={query} what={t("what")} skeleton={<SkeletonRows rows={5} />}>
        {({ rows, isMore }) => (
          <>
            <div className="overflow-x-auto">
              <Table label={t("title")} cards>
                <thead>
                  <tr>
                    <HeadCell className="pl-4">{t("columns.when")}</HeadCell>
                    <HeadCell>{t("columns.lane")}</HeadCell>
                    <HeadCell>{t("columns.decision")}</HeadCell>
                    <HeadCell numeric>{t("columns.fee")}</HeadCell>
                    <HeadCell>{t("columns.why")}</HeadCell>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <DifferenceRow key={row.passageId} lotId={lotId} row={row} currency={shadow.currency} />
                  ))}
                </tbody>
              </Table>
            </div>
            {isMore && limit < limitMax ? (
              <div className="flex justify-center pt-3">
                <Button onClick={() => setLimit(Math.min(limit * 4, limitMax))}>{t("more")}</Button>
              </div>
            ) : null}
          </>
        )}
      </QueryState>
    </Card>
  );
}

function DifferenceRow({ lotId, row, currency }: { lotId: string; row: Difference; currency: string }) {
  const t = useTranslations("shadow.differences");
  const common = useTranslations("common");
  const intent = useTranslations("status.intent");
  const format = useFormat(useLotZone());
  const locale = useLocale();
  const reason = useReasonWord();
  const now = useNow();
  const fee = (minor: number | null) =>
    minor === null ? "–" : minor === 0 ? common("free") : format.money(minor, currency);
  const rule = row.ruleAfterName ?? starterRuleName(row.ruleAfter, locale);
  return (
    <tr>
      <Cell label={t("columns.when")} className="pl-4 whitespace-nowrap">
        <Link href={`/lots/${encodeURIComponent(lotId)}/passages/${row.passageId}`} className="font-medium">
          {now === 0 ? format.time(row.at) : format.dateTime(row.at, now)}
        </Link>
      </Cell>
      <Cell label={t("columns.lane")}>{row.laneName ?? row.laneId}</Cell>
      <Cell label={t("columns.decision")}>
        <Change before={intent(row.decisionBefore as "release")} after={intent(row.decisionAfter as "release")} />
      </Cell>
      <Cell label={t("columns.fee")} numeric>
        <Change before={fee(row.feeBefore)} after={fee(row.feeAfter)} />
      </Cell>
      <Cell label={t("columns.why")}>
        {rule ? t("byRule", { rule, reason: reason(row.reasonAfter) }) : reason(row.reasonAfter)}
      </Cell>
    </tr>
  );
}

function Change({ before, after }: { before: string; after: string }) {
  const t = useTranslations("shadow.differences");
  if (before === after) return <>{after}</>;
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      {before}
      <ArrowRight aria-label={t("becomes")} className="size-4 text-muted" />
      <strong className="font-semibold">{after}</strong>
    </span>
  );
}
