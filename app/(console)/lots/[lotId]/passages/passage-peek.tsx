"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { useNow } from "../../../../ui/format/use-now.ts";
import { Button, ButtonLink } from "../../../../ui/primitives/button.tsx";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { QueryState } from "../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../ui/state/skeleton.tsx";
import { DecisionStatus } from "../../../../ui/status/decision-status.tsx";
import type { Outputs } from "../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { DecisionSentence } from "./[passageId]/decision-sentence.tsx";
import { PassagePhoto } from "./[passageId]/passage-photo.tsx";
import { outcomeWord } from "./outcome-word.ts";
import { shownDecision } from "./shown-decision.ts";

/** The passage beside the list: what was decided and why, without leaving the list. */
export function PassagePeek(props: {
  lotId: string;
  passageId: string;
  position: { index: number; of: number } | null;
  onStep: (step: 1 | -1) => void;
  onClose: () => void;
}) {
  const t = useTranslations("passages");
  const trpc = useTRPC();
  const query = useQuery(trpc.passages.get.queryOptions({ lotId: props.lotId, passageId: props.passageId }));
  const { position } = props;
  return (
    <aside
      aria-label={t("peek")}
      onKeyDown={(event) => {
        if (event.key === "Escape") props.onClose();
      }}
      className="sticky top-16 flex max-h-[calc(100dvh-5rem)] w-90 shrink-0 flex-col overflow-y-auto rounded-card border border-border bg-background max-lg:fixed max-lg:inset-x-0 max-lg:top-12 max-lg:bottom-14 max-lg:z-20 max-lg:max-h-none max-lg:w-auto max-lg:rounded-none md:max-lg:bottom-0 md:max-lg:left-46"
    >
      <header className="flex h-12 shrink-0 items-center gap-1 border-b border-border px-3">
        <span className="text-small text-muted">
          {position ? t("position", { index: position.index + 1, of: position.of }) : t("notInList")}
        </span>
        <Button
          kind="quiet"
          size="icon"
          aria-label={t("previous")}
          disabled={!position || position.index === 0}
          onClick={() => props.onStep(-1)}
        >
          <ArrowUp aria-hidden />
        </Button>
        <Button
          kind="quiet"
          size="icon"
          aria-label={t("next")}
          disabled={!position || position.index === position.of - 1}
          onClick={() => props.onStep(1)}
        >
          <ArrowDown aria-hidden />
        </Button>
        <Button kind="quiet" size="icon" className="ml-auto" aria-label={t("closePeek")} onClick={props.onClose}>
          <X aria-hidden />
        </Button>
      </header>
      <div className="flex flex-col gap-4 p-4">
        <QueryState query={query} what={t("whatOne")} skeleton={<Skeleton className="h-48" />}>
          {(passage) => <PeekBody lotId={props.lotId} passage={passage} />}
        </QueryState>
      </div>
    </aside>
  );
}

function PeekBody({ lotId, passage }: { lotId: string; passage: Outputs["passages"]["get"] }) {
  const t = useTranslations("passages");
  const common = useTranslations("common");
  const format = useFormat(useLotZone());
  const now = useNow();
  // the plate where there is one: it is what a reading is compared with
  const photo = passage.photos.find(({ state }) => state === "here");
  const facts: [string, string][] = [
    [t("columns.lane"), passage.laneName],
    [t("columns.time"), now === 0 ? format.exactTime(passage.at) : format.exactDateTime(passage.at, now)],
    [
      t("columns.fee"),
      passage.feeMinor === null || !passage.currency
        ? t("noFee")
        : passage.feeMinor === 0
          ? common("free")
          : format.money(passage.feeMinor, passage.currency),
    ],
    [t("outcome"), t(`outcomes.${outcomeWord(passage.decision, passage.outcome?.result)}`)],
    [
      t("columns.version"),
      passage.bundle?.number ? common("version", { number: passage.bundle.number }) : common("none"),
    ],
  ];
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <span className="plate text-title">{passage.plateText ?? t("plateUnread")}</span>
        <DecisionStatus
          decision={shownDecision({ decision: passage.decision, outcome: passage.outcome?.result ?? null })}
        />
      </div>
      {photo ? (
        <PassagePhoto
          key={photo.sha256}
          place={{ lotId, passageId: passage.passageId }}
          kind={photo.kind}
          plateText={passage.plateText}
        />
      ) : null}
      <DecisionSentence passage={passage} />
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="text-right">{value}</dd>
          </div>
        ))}
      </dl>
      <ButtonLink kind="primary" href={`/lots/${encodeURIComponent(lotId)}/passages/${passage.passageId}`}>
        {t("openPage")}
      </ButtonLink>
    </>
  );
}
