"use client";

import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import type { RateTable, Tariff } from "#engine/model/rate-table.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { WholeNumberInput } from "../../../../../ui/primitives/whole-number-input.tsx";
import { FieldFindings } from "./field-findings.tsx";
import { More } from "./form/more.tsx";
import { SentenceRow } from "./sentence-row.tsx";

/** The free minutes, and the blank that settles the oldest quarrel: from when a longer stay pays. */
export function FreeLine(props: {
  tariff: Tariff;
  table: RateTable;
  live: RateTable | null;
  onChange: (table: RateTable) => void;
}) {
  const { table, live } = props;
  const t = useTranslations("tariff");
  const common = useTranslations("common");
  const free = table.freePeriod;
  if (!free) return null;
  const was = live?.freePeriod;
  const minutesChanged = live !== null && was?.minutes !== free.minutes;
  return (
    <SentenceRow
      topic={t("free")}
      was={
        live === null || (!minutesChanged && was?.mode === free.mode)
          ? null
          : was
            ? t("was", { value: `${was.minutes} ${common("minutesUnit")}` })
            : t("new")
      }
      more={{
        label: t("moreFree"),
        content: () => (
          <More
            of="freePeriod"
            tariff={props.tariff}
            value={free}
            omit={["minutes", "mode"]}
            onChange={(freePeriod) => props.onChange({ ...table, freePeriod })}
          />
        ),
      }}
      findings={<FieldFindings path={["rateTables", props.tariff.rateTables.indexOf(table), "freePeriod"]} />}
      actions={
        <Button
          kind="quiet"
          size="smallIcon"
          aria-label={t("removeFree")}
          onClick={() => {
            const { freePeriod: _free, ...rest } = table;
            props.onChange(rest);
          }}
        >
          <X aria-hidden />
        </Button>
      }
    >
      {t.rich("freeSentence", {
        minutes: () => (
          <WholeNumberInput
            label={t("freeMinutes")}
            hideLabel
            value={free.minutes}
            min={0}
            max={527_040}
            unit={common("minutesUnit")}
            changed={minutesChanged}
            onChange={(minutes) => props.onChange({ ...table, freePeriod: { ...free, minutes } })}
          />
        ),
        mode: () => (
          <Choice
            label={t("freeMode")}
            hideLabel
            value={free.mode}
            changed={live !== null && was?.mode !== free.mode}
            options={[
              { value: "onlyIfWithin", label: t("freeModes.onlyIfWithin") },
              { value: "subtract", label: t("freeModes.subtract") },
            ]}
            onChange={(mode) => props.onChange({ ...table, freePeriod: { ...free, mode } })}
          />
        ),
      })}
    </SentenceRow>
  );
}
