"use client";

import { SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { ButtonLink } from "../../../ui/primitives/button.tsx";
import { useLot } from "../../../ui/shell/console-context.tsx";
import { LotZone } from "../../../ui/shell/lot-zone.tsx";
import { PageBody } from "../../../ui/shell/page-body.tsx";
import { StateBlock } from "../../../ui/state/state-block.tsx";

/** Lets only a visible lot through, and sets the clock of its pages. */
export function LotGate({ lotId, children }: { lotId: string; children: ReactNode }) {
  const t = useTranslations("lots");
  const lot = useLot(lotId);
  if (lot) return <LotZone timeZone={lot.timeZone}>{children}</LotZone>;
  return (
    <PageBody>
      <div className="pt-6">
        <StateBlock
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
