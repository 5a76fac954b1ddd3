"use client";

import { useQuery } from "@tanstack/react-query";
import { FlaskConical, Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import type { LoadedBundle } from "#engine/compile/load-bundle.ts";
import { runScenario } from "#engine/scenario/run-scenario.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { Banner } from "../../../../../ui/primitives/banner.tsx";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { QueryState } from "../../../../../ui/state/query-state.tsx";
import { SkeletonRows } from "../../../../../ui/state/skeleton.tsx";
import { StateBlock } from "../../../../../ui/state/state-block.tsx";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { useDraft } from "../draft-provider.tsx";
import { FindingList } from "../finding-list.tsx";
import { CoverageCard } from "./coverage-card.tsx";
import { newScenario } from "./new-scenario.ts";
import { ScenarioItem } from "./scenario-item.tsx";
import { SuggestionList } from "./suggestion-list.tsx";
import { useDraftBundle } from "./use-draft-bundle.ts";
import { useSuggestions } from "./use-suggestions.ts";

type KeptScenario = Outputs["scenarios"]["list"][number];

export function ScenariosView() {
  const t = useTranslations("scenarios");
  const trpc = useTRPC();
  const { lotId } = useDraft();
  const query = useQuery(trpc.scenarios.list.queryOptions({ lotId }));
  const { bundle, diagnostics } = useDraftBundle();
  return (
    <QueryState query={query} what={t("what")} skeleton={<SkeletonRows rows={5} />}>
      {(kept) =>
        bundle ? (
          <Tried kept={kept} bundle={bundle} />
        ) : (
          <div className="flex flex-col gap-3">
            <Banner tone="negative" title={t("notCompiled")}>
              {t("notCompiledText")}
            </Banner>
            <FindingList diagnostics={diagnostics} />
          </div>
        )
      }
    </QueryState>
  );
}

function Tried({ kept, bundle }: { kept: readonly KeptScenario[]; bundle: LoadedBundle }) {
  const t = useTranslations("scenarios");
  const { lot, content, editable } = useDraft();
  const now = useNow();
  const [openId, setOpenId] = useState<string | null>(null);
  const results = useMemo(() => kept.map(({ scenario }) => runScenario(bundle, scenario)), [kept, bundle]);
  const traces = useMemo(() => results.flatMap((result) => (result.kind === "ran" ? [result.trace] : [])), [results]);
  const suggestions = useSuggestions(traces);
  const passed = results.filter((result) => result.kind === "ran" && result.passed).length;
  const fresh = openId === "new" && now > 0 ? newScenario(lot.lanes, content.rules, now) : null;
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center justify-between gap-2 pb-3">
          <p role="status" className="font-medium">
            {kept.length > 0 ? t("summary", { passed, total: kept.length }) : null}
          </p>
          {editable ? (
            <Button onClick={() => setOpenId("new")} disabled={openId === "new"}>
              <Plus aria-hidden />
              {t("add")}
            </Button>
          ) : null}
        </div>
        {kept.length === 0 && !fresh ? (
          <StateBlock icon={FlaskConical} tone="quiet" title={t("emptyTitle")}>
            {t("emptyText")}
          </StateBlock>
        ) : null}
        <ul>
          {kept.map((each, index) => (
            <ScenarioItem
              key={`${each.id} ${each.revision}`}
              kept={each}
              result={results[index]!}
              bundle={bundle}
              open={openId === each.id}
              onOpen={(open) => setOpenId(open ? each.id : null)}
            />
          ))}
          {fresh ? (
            <ScenarioItem
              key="new"
              kept={{ id: null, revision: 1, scenario: fresh }}
              result={runScenario(bundle, fresh)}
              bundle={bundle}
              open
              onOpen={() => setOpenId(null)}
            />
          ) : null}
        </ul>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <CoverageCard bundle={bundle} traces={traces} />
        <SuggestionList suggestions={suggestions ?? []} />
      </div>
    </div>
  );
}
