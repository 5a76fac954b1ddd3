"use client";

import { useTranslations } from "use-intl";
import type { Tariff } from "#engine/model/rate-table.ts";
import { WholeNumberInput } from "../../../../../ui/primitives/whole-number-input.tsx";
import { useDraft } from "../draft-provider.tsx";
import { SentenceRow } from "./sentence-row.tsx";

/** The minutes in which a car that has paid can leave without owing more. */
export function ExitLine({ tariff, onChange }: { tariff: Tariff; onChange: (tariff: Tariff) => void }) {
  const t = useTranslations("tariff");
  const common = useTranslations("common");
  const { live } = useDraft();
  const was = live ? (live.draft.tariff.exitGraceMinutes ?? 0) : null;
  const minutes = tariff.exitGraceMinutes ?? 0;
  const changed = was !== null && was !== minutes;
  return (
    <div className="border-t border-border pt-4">
      <SentenceRow topic={t("exit")} was={changed ? t("was", { value: `${was} ${common("minutesUnit")}` }) : null}>
        {t.rich("exitSentence", {
          minutes: () => (
            <WholeNumberInput
              label={t("exitMinutes")}
              hideLabel
              value={minutes}
              min={0}
              max={1_440}
              unit={common("minutesUnit")}
              changed={changed}
              onChange={(exitGraceMinutes) => onChange({ ...tariff, exitGraceMinutes })}
            />
          ),
        })}
      </SentenceRow>
    </div>
  );
}
