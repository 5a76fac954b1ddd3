"use client";

import { useTranslations } from "use-intl";
import type { LeafValue } from "#engine/model/rule.ts";
import { ParsedInput } from "../../../../../ui/primitives/parsed-input.tsx";

/** A word, or several with commas between them. */
export function TextBlank(props: {
  label: string;
  many: boolean;
  numeric: boolean;
  value: LeafValue;
  onChange: (value: NonNullable<LeafValue>) => void;
}) {
  const t = useTranslations("rules");
  const { many, numeric } = props;
  const texts = Array.isArray(props.value) ? props.value.map(String) : [String(props.value ?? "")];
  return (
    <ParsedInput<string[]>
      label={props.label}
      hideLabel
      value={texts}
      write={(value) => value.join(", ")}
      read={(text) => {
        const parts = (many ? text.split(/[,，、]/) : [text]).map((part) => part.trim()).filter((part) => part !== "");
        const readable = parts.length > 0 && (!numeric || parts.every((part) => /^-?\d{1,9}$/.test(part)));
        return readable ? parts : null;
      }}
      problem={numeric ? t("numbersProblem") : t("textProblem")}
      onChange={(parts) => {
        const values = numeric ? parts.map(Number) : parts;
        props.onChange(many ? values : (values[0] ?? ""));
      }}
      widthClassName="w-44"
    />
  );
}
