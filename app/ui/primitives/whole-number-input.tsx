"use client";

import { useTranslations } from "use-intl";
import { ParsedInput } from "./parsed-input.tsx";

/** A whole number with its unit inside the field: minutes, days, a count. */
export function WholeNumberInput(props: {
  label: string;
  hideLabel?: boolean;
  value: number;
  min: number;
  max: number;
  unit?: string;
  onChange: (value: number) => void;
  changed?: boolean;
  disabled?: boolean;
}) {
  const t = useTranslations("field");
  const { min, max } = props;
  return (
    <ParsedInput
      label={props.label}
      hideLabel={props.hideLabel ?? false}
      value={props.value}
      write={String}
      read={(text) => {
        const value = /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : Number.NaN;
        return value >= min && value <= max ? value : null;
      }}
      problem={t("numberProblem", { min, max })}
      onChange={props.onChange}
      {...(props.unit ? { unit: props.unit } : {})}
      changed={props.changed ?? false}
      disabled={props.disabled ?? false}
      inputMode="numeric"
    />
  );
}
