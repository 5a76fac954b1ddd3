"use client";

import { CarFront } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../ui/primitives/button.tsx";
import { StateBlock } from "../../../../ui/state/state-block.tsx";
import { hidingFilters, type PassageFilters } from "./use-passage-filters.ts";

const cleared = {
  plate: { plate: "" },
  decision: { decision: null },
  lane: { lane: null },
  when: { when: "all" },
} as const;

/** Nothing to show: which filters hide passages, one click each to drop it; or that no car has come yet. */
export function NoPassages(props: { filters: PassageFilters; onChange: (change: Partial<PassageFilters>) => void }) {
  const t = useTranslations("passages");
  const hiding = hidingFilters(props.filters);
  return (
    <StateBlock
      icon={CarFront}
      tone="quiet"
      title={hiding.length > 0 ? t("noMatch") : t("emptyTitle")}
      action={
        hiding.length > 0 ? (
          <div className="flex flex-wrap justify-center gap-2">
            {hiding.map((filter) => (
              <Button key={filter} onClick={() => props.onChange(cleared[filter])}>
                {t(`drop.${filter}`)}
              </Button>
            ))}
          </div>
        ) : null
      }
    >
      {hiding.length > 0 ? t("noMatchText") : t("emptyText")}
    </StateBlock>
  );
}
