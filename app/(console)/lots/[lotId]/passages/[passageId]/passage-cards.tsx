"use client";

import { DecisionSentence } from "./decision-sentence.tsx";
import { FactsCard } from "./facts-card.tsx";
import { FeeCard } from "./fee-card.tsx";
import type { Passage } from "./passage-view.tsx";
import { PersonalCard } from "./personal-card.tsx";
import { PhotosCard } from "./photos-card.tsx";
import { RelatedCard } from "./related-card.tsx";
import { RuleTable } from "./rule-table.tsx";
import { TimelineCard } from "./timeline-card.tsx";
import { VersionCard } from "./version-card.tsx";

/** Why it was decided so, rule by rule, with the fee, the facts and what else is known. */
export function PassageCards({ lotId, passage }: { lotId: string; passage: Passage }) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[1fr_15rem] xl:grid-cols-[17rem_1fr_15rem]">
      <div className="flex min-w-0 flex-col gap-4 lg:order-none xl:order-2">
        <DecisionSentence passage={passage} large />
        <PhotosCard lotId={lotId} passage={passage} />
        <RuleTable passage={passage} />
        <FactsCard passage={passage} />
      </div>
      <div className="flex min-w-0 flex-col gap-4 xl:order-3">
        <FeeCard passage={passage} />
        <VersionCard passage={passage} />
        <RelatedCard lotId={lotId} passage={passage} />
      </div>
      <div className="flex min-w-0 flex-col gap-4 lg:col-span-2 xl:order-1 xl:col-span-1">
        <TimelineCard passage={passage} />
        <PersonalCard lotId={lotId} passage={passage} />
      </div>
    </div>
  );
}
