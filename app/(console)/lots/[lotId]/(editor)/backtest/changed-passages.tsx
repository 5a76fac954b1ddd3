"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { csvText } from "../../../../../ui/format/csv-text.ts";
import { isoLocalText } from "../../../../../ui/format/lot-time.ts";
import { moneyDigits } from "../../../../../ui/format/money.ts";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { Cell, HeadCell, Table } from "../../../../../ui/primitives/table.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { QueryState } from "../../../../../ui/state/query-state.tsx";
import { SaveRowsButton } from "../../../../../ui/state/save-rows-button.tsx";
import { SkeletonRows } from "../../../../../ui/state/skeleton.tsx";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";
import { useTRPC, useTRPCClient } from "../../../../../ui/trpc/trpc-provider.tsx";
import { useDraft } from "../draft-provider.tsx";

type Change = Outputs["backtests"]["changes"]["rows"][number];
type Order = "largest" | "newest";

const pageSize = 50;
const csvPage = 1_000;

/** Loaded when a passage is opened: it brings the compiler and the evaluator. */
const BothTraces = dynamic(() => import("./both-traces.tsx").then((file) => file.BothTraces));

/** The passages that come out otherwise; any of them opens with both reasons side by side. */
export function ChangedPassages({ id, count }: { id: string; count: number }) {
  const t = useTranslations("backtest");
  const trpc = useTRPC();
  const { lotId } = useDraft();
  const [order, setOrder] = useState<Order>("largest");
  const [limit, setLimit] = useState(pageSize);
  const [openId, setOpenId] = useState<string | null>(null);
  const query = useQuery({
    // The count stands in the key, so that a backtest that goes on shows what it finds.
    ...trpc.backtests.changes.queryOptions({ lotId, id, order, limit }, { enabled: count > 0 }),
    placeholderData: keepPreviousData,
    refetchInterval: false,
  });
  if (count === 0) return null;
  return (
    <Card
      title={t("changes")}
      aside={
        <span className="flex flex-wrap items-center gap-2">
          <Choice
            label={t("order")}
            hideLabel
            value={order}
            options={(["largest", "newest"] as const).map((value) => ({ value, label: t(`orders.${value}`) }))}
            onChange={setOrder}
          />
          <ExportChanges id={id} order={order} />
        </span>
      }
      bodyClassName="pb-2"
    >
      <QueryState query={query} what={t("changesWhat")} skeleton={<SkeletonRows rows={6} />}>
        {({ rows, isMore }) => (
          <>
            <div className="overflow-x-auto">
              <Table label={t("changes")} cards>
                <thead>
                  <tr>
                    <HeadCell className="pl-4">{t("columns.when")}</HeadCell>
                    <HeadCell>{t("columns.plate")}</HeadCell>
                    <HeadCell>{t("columns.lane")}</HeadCell>
                    <HeadCell>{t("columns.decision")}</HeadCell>
                    <HeadCell numeric>{t("columns.fee")}</HeadCell>
                    <HeadCell>{t("columns.open")}</HeadCell>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((change) => (
                    <ChangeRow
                      key={change.passageId}
                      change={change}
                      open={change.passageId === openId}
                      onOpen={(open) => setOpenId(open ? change.passageId : null)}
                    />
                  ))}
                </tbody>
              </Table>
            </div>
            {isMore ? (
              <div className="flex justify-center pt-3">
                <Button onClick={() => setLimit(Math.min(limit * 4, csvPage))}>{t("more")}</Button>
              </div>
            ) : null}
          </>
        )}
      </QueryState>
    </Card>
  );
}

function ChangeRow(props: { change: Change; open: boolean; onOpen: (open: boolean) => void }) {
  const t = useTranslations("backtest");
  const common = useTranslations("common");
  const intent = useTranslations("status.intent");
  const format = useFormat(useLotZone());
  const now = useNow();
  const { content } = useDraft();
  const { change, open } = props;
  const fee = (minor: number | null) =>
    minor === null ? "–" : minor === 0 ? common("free") : format.money(minor, content.tariff.currency);
  const decisions = change.decisionBefore !== change.decisionAfter;
  return (
    <>
      <tr>
        <Cell label={t("columns.when")} className="pl-4 whitespace-nowrap">
          {format.dateTime(change.at, now)}
        </Cell>
        <Cell label={t("columns.plate")} className="plate">
          {change.plateText ?? "–"}
        </Cell>
        <Cell label={t("columns.lane")}>{change.laneName ?? change.laneId}</Cell>
        <Cell label={t("columns.decision")}>
          <span className="inline-flex flex-wrap items-center gap-1">
            {intent(change.decisionBefore as "release")}
            {decisions ? (
              <>
                <ArrowRight aria-label={t("becomes")} className="size-4 text-muted" />
                <strong className="font-semibold">{intent(change.decisionAfter as "release")}</strong>
              </>
            ) : null}
          </span>
        </Cell>
        <Cell label={t("columns.fee")} numeric>
          {change.feeBefore === change.feeAfter ? (
            fee(change.feeAfter)
          ) : (
            <span className="inline-flex flex-wrap items-center justify-end gap-1">
              {fee(change.feeBefore)}
              <ArrowRight aria-label={t("becomes")} className="size-4 text-muted" />
              <strong className="font-semibold">{fee(change.feeAfter)}</strong>
            </span>
          )}
        </Cell>
        <Cell label={t("columns.open")}>
          <Button size="small" aria-expanded={open} onClick={() => props.onOpen(!open)}>
            {t(open ? "hideReasons" : "showReasons")}
          </Button>
        </Cell>
      </tr>
      {open ? (
        <tr>
          <td colSpan={6} className="border-b border-border bg-surface p-4">
            <BothTraces passageId={change.passageId} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function ExportChanges({ id, order }: { id: string; order: Order }) {
  const t = useTranslations("backtest");
  const client = useTRPCClient();
  const timeZone = useLotZone();
  const { lotId, content } = useDraft();
  const { currency } = content.tariff;
  async function* pages() {
    for (let offset = 0, isMore = true; isMore; ) {
      const page = await client.backtests.changes.query({ lotId, id, order, offset, limit: csvPage });
      yield page.rows;
      offset += page.rows.length;
      isMore = page.isMore;
    }
  }
  const decimal = (minor: number | null) => (minor === null ? null : moneyDigits(minor, currency));
  const lineOf = (row: Change) => [
    ...[isoLocalText(row.at, timeZone), row.plateText, row.laneName ?? row.laneId],
    ...[row.decisionBefore, row.decisionAfter, row.ruleBefore, row.ruleAfter],
    ...[row.feeBefore, row.feeAfter, decimal(row.feeBefore), decimal(row.feeAfter), currency, row.passageId],
  ];
  const heads = ["time", "plate", "lane", "decisionLive", "decisionDraft", "ruleLive", "ruleDraft"] as const;
  const money = ["feeLiveMinor", "feeDraftMinor", "feeLive", "feeDraft", "currency", "passageId"] as const;
  return (
    <SaveRowsButton
      words={{
        label: t("export"),
        failed: t("exportFailed"),
        saved: (count) => t("exported", { count }),
      }}
      pages={pages}
      file={(rows: readonly Change[]) => ({
        name: `backtest-${lotId}.csv`,
        csv: csvText([[...heads, ...money].map((head) => t(`csv.${head}`)), ...rows.map(lineOf)]),
      })}
    />
  );
}
