"use client";

import { useLocale, useTranslations } from "use-intl";
import { currencySign } from "../../../../../../ui/format/money.ts";
import { ParsedInput } from "../../../../../../ui/primitives/parsed-input.tsx";
import { type Price, priceText, readPrice } from "../form-model/price-text.ts";

/** A price; one below the minor unit takes its further digits from what is typed. */
export function PriceInput(props: {
  label: string;
  hideLabel?: boolean;
  price: Price;
  currency: string;
  changed?: boolean;
  onChange: (price: Price) => void;
}) {
  const t = useTranslations("field");
  return (
    <ParsedInput<Price>
      label={props.label}
      hideLabel={props.hideLabel ?? false}
      value={props.price}
      write={(price) => priceText(price, props.currency)}
      read={(text) => readPrice(text, props.currency)}
      problem={t("moneyProblem")}
      onChange={props.onChange}
      unit={currencySign(props.currency, useLocale())}
      changed={props.changed ?? false}
      inputMode="decimal"
    />
  );
}
