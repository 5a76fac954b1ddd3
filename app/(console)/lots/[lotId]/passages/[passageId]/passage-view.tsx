"use client";

import { useQuery } from "@tanstack/react-query";
import { Printer } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { Banner } from "../../../../../ui/primitives/banner.tsx";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { useLot } from "../../../../../ui/shell/console-context.tsx";
import { PageBody } from "../../../../../ui/shell/page-body.tsx";
import { PageHead } from "../../../../../ui/shell/page-head.tsx";
import { may } from "../../../../../ui/shell/permissions.ts";
import { QueryState } from "../../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../../ui/state/skeleton.tsx";
import { DecisionStatus } from "../../../../../ui/status/decision-status.tsx";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { OpenGateButton } from "../../gate/open-gate-button.tsx";
import { shownDecision } from "../shown-decision.ts";
import { usePassageTicks } from "../use-passage-ticks.ts";
import { DossierLine } from "./dossier-line.tsx";
import { SaveAsScenario } from "./save-as-scenario.tsx";

export type Passage = Outputs["passages"]["get"];

const loadCards = () => import("./passage-cards.tsx").then((file) => file.PassageCards);
/** Loaded while the passage is: they bring the engine's words. */
const PassageCards = dynamic(loadCards, { loading: () => <CardsSkeleton /> });

/** One passage: the decision as a sentence, then the rules, the fee and the facts behind it. */
export function PassageView({ lotId, passageId }: { lotId: string; passageId: string }) {
  const t = useTranslations("passage");
  const gate = useTranslations("gate");
  const trpc = useTRPC();
  const role = useLot(lotId)?.role;
  const query = useQuery(trpc.passages.get.queryOptions({ lotId, passageId }));
  usePassageTicks(lotId, passageId);
  useEffect(() => void loadCards(), []);
  const parent = { href: `/lots/${encodeURIComponent(lotId)}/passages`, label: t("parent") };
  return (
    <PageBody>
      {query.data ? null : <PageHead title={t("title")} parent={parent} />}
      <QueryState query={query} what={t("what")} skeleton={<CardsSkeleton />}>
        {(passage) => (
          <>
            <PageHead
              parent={parent}
              title={
                passage.plateText ? <span className="plate text-title">{passage.plateText}</span> : t("plateUnread")
              }
              state={<DecisionStatus decision={shownDecisionOf(passage)} />}
              note={t("at", { lane: passage.laneName })}
              actions={
                <>
                  <Button onClick={() => window.print()}>
                    <Printer aria-hidden />
                    {t("print")}
                  </Button>
                  {may(role, "editDraft") && passage.facts && !passage.erased ? (
                    <SaveAsScenario lotId={lotId} passage={passage} />
                  ) : null}
                  <OpenGateButton
                    lotId={lotId}
                    laneId={passage.laneId}
                    label={gate("title")}
                    isMain={shownDecisionOf(passage) !== "release"}
                  />
                </>
              }
            />
            <DossierLine passage={passage} />
            <PassageNotes passage={passage} />
            <PassageCards lotId={lotId} passage={passage} />
          </>
        )}
      </QueryState>
    </PageBody>
  );
}

function CardsSkeleton() {
  return (
    <div className="grid gap-4 lg:grid-cols-[17rem_1fr_15rem]">
      <Skeleton className="h-80" />
      <Skeleton className="h-96" />
      <Skeleton className="h-80" />
    </div>
  );
}

function shownDecisionOf({ decision, outcome }: Passage) {
  return shownDecision({ decision, outcome: outcome?.result ?? null });
}

/** What is out of the ordinary about this passage, each as a sentence. */
function PassageNotes({ passage }: { passage: Passage }) {
  const t = useTranslations("passage");
  const basis = passage.body?.basis;
  const notes = [
    ...(basis && basis !== "rules" ? [t(`basis.${basis}`)] : []),
    ...(passage.body?.flags ?? []).map((flag) => t(`flags.${flag}`)),
  ];
  if (notes.length === 0) return null;
  return (
    <div className="mb-4 flex flex-col gap-2">
      {notes.map((note) => (
        <Banner key={note} tone="caution">
          {note}
        </Banner>
      ))}
    </div>
  );
}
