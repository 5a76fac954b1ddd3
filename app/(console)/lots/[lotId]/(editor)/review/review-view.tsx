"use client";

import { CircleCheck } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "use-intl";
import { Tabs } from "../../../../../ui/primitives/tabs.tsx";
import { PageBody } from "../../../../../ui/shell/page-body.tsx";
import { PageHead } from "../../../../../ui/shell/page-head.tsx";
import { StateBlock } from "../../../../../ui/state/state-block.tsx";
import { DraftStatus } from "../../../../../ui/status/draft-status.tsx";
import { useDraft } from "../draft-provider.tsx";
import { ChangeSentences } from "./change-sentences.tsx";
import { DraftData } from "./draft-data.tsx";
import { PublishCard } from "./publish-card.tsx";
import { ResetDraft } from "./reset-draft.tsx";

/** Loaded when they are looked at: they bring the verifier and the pricing engine. */
const WhoChanges = dynamic(() => import("./who-changes.tsx").then((file) => file.WhoChanges));
const PriceComparison = dynamic(() => import("./price-comparison.tsx").then((file) => file.PriceComparison));

/** What would change for cars, as sentences first; then the checks, the note and the one button towards live. */
export function ReviewView() {
  const t = useTranslations("review");
  const draft = useDraft();
  const count = draft.changes.length;
  return (
    <PageBody>
      <PageHead
        title={t("title")}
        state={<DraftStatus state={count === 0 && draft.live ? "live" : "draft"} />}
        note={t("count", { count })}
        actions={draft.editable && draft.live && count > 0 ? <ResetDraft /> : null}
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
        {count === 0 ? (
          <StateBlock icon={CircleCheck} tone="quiet" title={t("sameTitle")}>
            {t("sameText")}
          </StateBlock>
        ) : (
          <Tabs
            label={t("views")}
            tabs={[
              ...(draft.live ? [{ value: "who", label: t("who"), panel: <WhoChanges /> }] : []),
              { value: "sentences", label: t("sentences"), panel: <ChangeSentences /> },
              { value: "prices", label: t("prices"), panel: <PriceComparison /> },
              { value: "data", label: t("data"), panel: <DraftData /> },
            ]}
          />
        )}
        <PublishCard />
      </div>
    </PageBody>
  );
}
