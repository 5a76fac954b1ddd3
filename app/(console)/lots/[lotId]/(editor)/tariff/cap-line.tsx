"use client";

import { X } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import type { Cap } from "#engine/model/cap.ts";
import type { RateTable, Tariff } from "#engine/model/rate-table.ts";
import { durationText } from "#engine/words/rate-table-units.ts";
import { moneyDigits } from "../../../../../ui/format/money.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { MoneyInput } from "../../../../../ui/primitives/money-input.tsx";
import { FieldFindings } from "./field-findings.tsx";
import { More } from "./form/more.tsx";
import { SentenceRow } from "./sentence-row.tsx";

const scopes = ["perStay", "rolling", "calendarDay", "calendarWeek"] as const;

/** "Never more than 50.00 per 24 hours from entry." */
export function CapLine(props: {
  tariff: Tariff;
  table: RateTable;
  place: number;
  cap: Cap;
  live: RateTable | null;
  currency: string;
  onChange: (table: RateTable) => void;
}) {
  const { tariff, table, place, cap, live, currency } = props;
  const t = useTranslations("tariff");
  const locale = useLocale();
  const was = live?.caps?.[place];
  const setCaps = (caps: readonly Cap[]) => {
    const { caps: _caps, ...rest } = table;
    props.onChange(caps.length > 0 ? { ...rest, caps: [...caps] } : rest);
  };
  const caps = table.caps ?? [];
  const set = (next: Cap) => setCaps(caps.map((other, at) => (at === place ? next : other)));
  return (
    <SentenceRow
      topic={t("cap")}
      was={
        live === null || JSON.stringify(was) === JSON.stringify(cap)
          ? null
          : was
            ? t("was", { value: moneyDigits(was.amount, currency) })
            : t("new")
      }
      more={
        cap.scope === "perStay" || cap.scope === "period"
          ? undefined
          : {
              label: t("moreCap"),
              content: () => <More of="tableCap" tariff={tariff} value={cap} omit={["amount"]} onChange={set} />,
            }
      }
      findings={<FieldFindings path={["rateTables", tariff.rateTables.indexOf(table), "caps", place]} />}
      actions={
        <Button
          kind="quiet"
          size="smallIcon"
          aria-label={t("removeCap")}
          onClick={() => setCaps(caps.filter((_, at) => at !== place))}
        >
          <X aria-hidden />
        </Button>
      }
    >
      {t.rich("capSentence", {
        amount: () => (
          <MoneyInput
            label={t("capAmount")}
            hideLabel
            valueMinor={cap.amount}
            currency={currency}
            changed={live !== null && was?.amount !== cap.amount}
            onChange={(amount) => set({ ...cap, amount })}
          />
        ),
        scope: () => (
          <Choice
            label={t("capScope")}
            hideLabel
            value={cap.scope === "period" ? "perStay" : cap.scope}
            changed={live !== null && was?.scope !== cap.scope}
            options={scopes.map((value) => ({
              value,
              label:
                value === "rolling"
                  ? t("window24", { hours: durationText(cap.scope === "rolling" ? cap.minutes : 1_440, locale) })
                  : t(`scopes.${value}`),
            }))}
            onChange={(scope) => {
              const { amount } = cap;
              set(scope === "rolling" ? { scope, amount, minutes: 1_440 } : { scope, amount });
            }}
          />
        ),
      })}
    </SentenceRow>
  );
}
