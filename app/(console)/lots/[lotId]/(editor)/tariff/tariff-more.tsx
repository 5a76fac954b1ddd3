"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "use-intl";
import { minorUnitDigitsOf } from "#engine/model/money.ts";
import type { Tariff } from "#engine/model/rate-table.ts";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { Fold } from "../../../../../ui/primitives/fold.tsx";
import { More } from "./form/more.tsx";

/** Loaded when its fold is opened. */
const SpecialDays = dynamic(() => import("./calendar/special-days.tsx").then((file) => file.SpecialDays));

const currencies =
  "AED AUD BRL CAD CHF CLP CNY COP CZK DKK EUR GBP HKD HUF IDR INR ISK JPY KRW KWD MXN MYR NOK NZD OMR PLN QAR RON RUB SAR SEK SGD THB TRY TWD USD VND ZAR".split(
    " ",
  );

const elsewhere = [
  "currency",
  "minorUnitDigits",
  "rateTables",
  "rateEligibility",
  "exitGraceMinutes",
  "specialDays",
] as const;

/** What holds for all price tables: who pays by which, and everything about coming back, tax and rounding. */
export function TariffMore({ tariff, onChange }: { tariff: Tariff; onChange: (tariff: Tariff) => void }) {
  const t = useTranslations("tariff");
  const set = Object.keys(tariff).filter((key) => !elsewhere.some((other) => other === key));
  return (
    <div className="flex flex-col gap-2 border-t border-border pt-4">
      <Fold title={t("whoPays")} note={t("whoPaysNote")}>
        {() => <More of="tariff" tariff={tariff} value={tariff} only={["rateEligibility"]} onChange={onChange} />}
      </Fold>
      <Fold title={t("specialDays")} note={t("specialDaysNote", { count: tariff.specialDays?.length ?? 0 })}>
        {() => <SpecialDays tariff={tariff} onChange={onChange} />}
      </Fold>
      <Fold title={t("allPrices")} note={t("allPricesNote")} open={set.length > 0}>
        {() => (
          <div className="flex flex-col gap-3">
            <Choice
              label={t("currency")}
              value={tariff.currency}
              options={[...new Set([tariff.currency, ...currencies])].map((value) => ({ value, label: value }))}
              onChange={(currency) => onChange({ ...tariff, currency, minorUnitDigits: minorUnitDigitsOf(currency) })}
            />
            <More of="tariff" tariff={tariff} value={tariff} omit={elsewhere} onChange={onChange} />
          </div>
        )}
      </Fold>
    </div>
  );
}
