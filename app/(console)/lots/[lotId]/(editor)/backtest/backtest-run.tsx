"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Square } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ReplayResult } from "#engine/replay/replay-result.ts";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { Banner } from "../../../../../ui/primitives/banner.tsx";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { useSay } from "../../../../../ui/primitives/toast.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { QueryState } from "../../../../../ui/state/query-state.tsx";
import { SkeletonRows } from "../../../../../ui/state/skeleton.tsx";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { useDraft } from "../draft-provider.tsx";
import { ChangedPassages } from "./changed-passages.tsx";
import { LeftOut } from "./left-out.tsx";
import { MoneyByDay } from "./money-by-day.tsx";
import { OutcomeMatrix } from "./outcome-matrix.tsx";

type Backtest = Outputs["backtests"]["get"];

const everyMs = 700;

/** One backtest: how far it is, and what it has found. */
export function BacktestRun({ id }: { id: string }) {
  const t = useTranslations("backtest");
  const trpc = useTRPC();
  const { lotId, revision } = useDraft();
  const query = useQuery({
    ...trpc.backtests.get.queryOptions({ lotId, id }),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? everyMs : false),
  });
  return (
    <QueryState query={query} what={t("whatOne")} skeleton={<SkeletonRows rows={6} />}>
      {(backtest) => (
        <div className="flex flex-col gap-4">
          {isUnderWay(backtest) ? <Progress backtest={backtest} /> : null}
          {backtest.state === "failed" ? (
            <Banner tone="negative" title={t("failed")}>
              {backtest.problem}
            </Banner>
          ) : null}
          {backtest.state === "cancelled" ? (
            <Banner tone="caution" title={t("cancelled")}>
              {t("cancelledText")}
            </Banner>
          ) : null}
          {backtest.draftRevision !== revision && !isUnderWay(backtest) ? (
            <Banner tone="caution" title={t("older")}>
              {t("olderText")}
            </Banner>
          ) : null}
          {backtest.result ? <Found backtest={backtest} result={backtest.result} /> : null}
        </div>
      )}
    </QueryState>
  );
}

function isUnderWay(backtest: Backtest | undefined): boolean {
  return backtest?.state === "waiting" || backtest?.state === "running";
}

function Progress({ backtest }: { backtest: Backtest }) {
  const t = useTranslations("backtest");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const format = useFormat(useLotZone());
  const { lotId, editable } = useDraft();
  const { passagesDone, passagesTotal, id } = backtest;
  const cancel = useMutation(
    trpc.backtests.cancel.mutationOptions({
      onSettled: () => void queryClient.invalidateQueries({ queryKey: trpc.backtests.pathKey() }),
      onError: (error) => say.failed(t("notCancelled"), error.message),
    }),
  );
  const total = Math.max(passagesTotal, passagesDone, 1);
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-card border border-border px-4 py-3">
      <div className="min-w-48 flex-1">
        <label className="flex flex-col gap-1">
          <span role="status">
            {t("progress", { done: format.count(passagesDone), total: format.count(passagesTotal) })}
          </span>
          <progress className="h-1.5 w-full accent-(--accent)" value={passagesDone} max={total} />
        </label>
      </div>
      {editable ? (
        <Button disabled={cancel.isPending} onClick={() => cancel.mutate({ lotId, id })}>
          <Square aria-hidden />
          {t("cancel")}
        </Button>
      ) : null}
    </div>
  );
}

function Found({ backtest, result }: { backtest: Backtest; result: ReplayResult }) {
  const t = useTranslations("backtest");
  const format = useFormat(useLotZone());
  const now = useNow();
  const { content } = useDraft();
  const { money } = result;
  const difference = money ? money.afterMinor - money.beforeMinor : 0;
  const amount = (minor: number) => format.money(minor, content.tariff.currency);
  return (
    <>
      <div>
        <h2 className="text-large">
          {t("headline", { changed: format.count(result.changed), replayed: format.count(result.replayed) })}
        </h2>
        <p className="text-muted">
          {t("against", {
            number: backtest.number,
            from: format.date(backtest.fromAt, now),
            to: format.date(backtest.toAt, now),
          })}{" "}
          {t("assumption")}
        </p>
        {money ? (
          <p className="pt-1 font-medium">
            {t("money", {
              before: amount(money.beforeMinor),
              after: amount(money.afterMinor),
              sign: difference > 0 ? "more" : difference < 0 ? "less" : "same",
              difference: amount(Math.abs(difference)),
            })}
          </p>
        ) : (
          <p className="pt-1">{t("noMoney")}</p>
        )}
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-2">
        <OutcomeMatrix outcomes={result.outcomes} />
        {money ? <MoneyByDay days={money.days} currency={content.tariff.currency} /> : null}
      </div>
      <ChangedPassages id={backtest.id} count={result.changed} />
      <LeftOut leftOut={result.leftOut} unlikeRecord={result.unlikeRecord} />
    </>
  );
}
