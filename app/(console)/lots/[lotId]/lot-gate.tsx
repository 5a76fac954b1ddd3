"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { useTranslations } from "use-intl";
import { ButtonLink } from "../../../ui/primitives/button.tsx";
import { useLot } from "../../../ui/shell/console-context.tsx";
import { LotZone } from "../../../ui/shell/lot-zone.tsx";
import { PageBody } from "../../../ui/shell/page-body.tsx";
import { StateBlock } from "../../../ui/state/state-block.tsx";
import { useTRPC } from "../../../ui/trpc/trpc-provider.tsx";
import { LotWordsContext } from "../../../ui/words/lot-words.ts";

/** Lets only a visible lot through, and sets the clock of its pages. */
export function LotGate({ lotId, children }: { lotId: string; children: ReactNode }) {
  const t = useTranslations("lots");
  const lot = useLot(lotId);
  if (lot) {
    return (
      <LotZone timeZone={lot.timeZone}>
        <LotWords lotId={lotId}>{children}</LotWords>
      </LotZone>
    );
  }
  return (
    <PageBody>
      <div className="pt-6">
        <StateBlock
          isPage
          icon={SearchX}
          tone="quiet"
          title={t("noSuchLot", { lotId })}
          action={<ButtonLink href="/lots">{t("toAll")}</ButtonLink>}
        >
          {t("noSuchLotText")}
        </StateBlock>
      </div>
    </PageBody>
  );
}

/** Tells the engine's words the lot's currency and the names of its lanes. */
function LotWords({ lotId, children }: { lotId: string; children: ReactNode }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.lots.get.queryOptions({ lotId }));
  const words = useMemo(
    () => ({
      currency: data?.currency ?? undefined,
      names: Object.fromEntries((data?.lanes ?? []).map((lane) => [lane.id, lane.name])),
    }),
    [data],
  );
  return <LotWordsContext value={words}>{children}</LotWordsContext>;
}
