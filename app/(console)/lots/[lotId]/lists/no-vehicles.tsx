"use client";

import { ContactRound } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../ui/primitives/button.tsx";
import { StateBlock } from "../../../../ui/state/state-block.tsx";

/** No vehicle yet, or none that the filters let through. */
export function NoVehicles({ isEmpty, onClear }: { isEmpty: boolean; onClear: () => void }) {
  const t = useTranslations("lists");
  return (
    <StateBlock
      icon={ContactRound}
      tone="quiet"
      title={isEmpty ? t("emptyTitle") : t("noMatch")}
      action={isEmpty ? null : <Button onClick={onClear}>{t("clear")}</Button>}
    >
      {isEmpty ? t("emptyText") : t("noMatchText")}
    </StateBlock>
  );
}
