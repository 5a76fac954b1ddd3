"use client";

import { useLocale, useTranslations } from "use-intl";
import { currencySign, moneyDigits, parseMoney } from "../format/money.ts";
import { ParsedInput } from "./parsed-input.tsx";

/** An amount in integer minor units. Accepts `5`, `5.0` and `5,00`; shows `5.00`. */
export function MoneyInput(props: {
  label: string;
  hideLabel?: boolean;
  valueMinor: number;
  currency: string;
  onChange: (minor: number) => void;
  changed?: boolean;
  disabled?: boolean;
}) {
  const t = useTranslations("field");
  const sign = currencySign(props.currency, useLocale());
  return (
    <ParsedInput
      label={props.label}
      hideLabel={props.hideLabel ?? false}
      value={props.valueMinor}
      write={(minor) => moneyDigits(minor, props.currency)}
      read={(text) => parseMoney(text, props.currency)}
      problem={t("moneyProblem")}
      onChange={props.onChange}
      unit={sign}
      changed={props.changed ?? false}
      disabled={props.disabled ?? false}
      inputMode="decimal"
    />
  );
}
