"use client";

import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { PageBody } from "../../../../../ui/shell/page-body.tsx";
import { QueryState } from "../../../../../ui/state/query-state.tsx";
import { SkeletonRows } from "../../../../../ui/state/skeleton.tsx";
import { StateBlock } from "../../../../../ui/state/state-block.tsx";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { useDraft } from "../draft-provider.tsx";
import { EditorHead } from "../editor-head.tsx";
import { ProofTabs } from "../proof-tabs.tsx";
import { BacktestRun } from "./backtest-run.tsx";
import { StartBacktest } from "./start-backtest.tsx";

type Listed = Outputs["backtests"]["list"][number];

/** Recorded passages decided and priced by the draft, beside what is live. */
export function BacktestView() {
  const t = useTranslations("backtest");
  const trpc = useTRPC();
  const { lotId, live, editable } = useDraft();
  const query = useQuery(trpc.backtests.list.queryOptions({ lotId }));
  const [wanted, setWanted] = useQueryState("run", parseAsString);
  return (
    <PageBody>
      <EditorHead title={t("title")} part="rules" />
      <ProofTabs />
      {editable && live ? <StartBacktest onStarted={(id) => void setWanted(id)} /> : null}
      <QueryState query={query} what={t("what")} skeleton={<SkeletonRows rows={6} />}>
        {(runs) => {
          const run = runs.find(({ id }) => id === wanted) ?? runs[0];
          if (!run) {
            return (
              <StateBlock icon={History} tone="quiet" title={t("emptyTitle")}>
                {t(live ? "emptyText" : "nothingLive")}
              </StateBlock>
            );
          }
          return (
            <>
              {runs.length > 1 ? <Earlier runs={runs} value={run.id} onChange={(id) => void setWanted(id)} /> : null}
              <BacktestRun key={run.id} id={run.id} />
            </>
          );
        }}
      </QueryState>
    </PageBody>
  );
}

function Earlier(props: { runs: readonly Listed[]; value: string; onChange: (id: string) => void }) {
  const t = useTranslations("backtest");
  const format = useFormat(useLotZone());
  const now = useNow();
  return (
    <div className="pb-3">
      <Choice
        label={t("run")}
        hideLabel
        prefix={t("run")}
        value={props.value}
        options={props.runs.map((run) => ({
          value: run.id,
          label: t("runOf", { time: format.dateTime(run.createdAt, now), name: run.createdName }),
        }))}
        onChange={props.onChange}
      />
    </div>
  );
}
