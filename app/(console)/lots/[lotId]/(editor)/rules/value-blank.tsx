"use client";

import { useTranslations } from "use-intl";
import { enums } from "#engine/model/enums.ts";
import { operators } from "#engine/model/operators.ts";
import type { Leaf, LeafValue } from "#engine/model/rule.ts";
import { factOf } from "#engine/model/vocabulary.ts";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { TickBox } from "../../../../../ui/primitives/tick-box.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { comparableFacts } from "./leaf-value.ts";
import { NumberBlank } from "./number-blank.tsx";
import { TextBlank } from "./text-blank.tsx";

type Props = {
  leaf: Leaf;
  lanes: readonly { id: string; name: string }[];
  onChange: (value: NonNullable<LeafValue>) => void;
};

/** The limit of a comparison, in the kind of control that its fact needs. */
export function ValueBlank({ leaf, lanes, onChange }: Props) {
  const t = useTranslations("rules");
  const common = useTranslations("common");
  const words = useWords();
  const fact = factOf(leaf.fact);
  const { operand } = operators[leaf.operator];
  const label = t("limitOf", { fact: words.fact(leaf.fact) });
  if (operand === "none") return null;
  const values = fact.values
    ? enums[fact.values].map((value) => ({ value, label: words.enumValue(fact.values!, value) }))
    : fact.idOf === "lane"
      ? lanes.map((lane) => ({ value: lane.id, label: lane.name }))
      : null;
  const isRef = typeof leaf.value === "object" && leaf.value !== null && "fact" in leaf.value;
  if (fact.personal || isRef) {
    const value = isRef ? (leaf.value as { fact: string }).fact : "";
    const options = comparableFacts(leaf.fact, leaf.operator).map((id) => ({ value: id, label: words.fact(id) }));
    return (
      <Choice
        label={label}
        hideLabel
        value={
          options.some((option) => option.value === value)
            ? (value as (typeof options)[number]["value"])
            : (options[0]?.value ?? leaf.fact)
        }
        options={options}
        onChange={(other) => onChange({ fact: other })}
      />
    );
  }
  if (operand === "many" && values) {
    const chosen = Array.isArray(leaf.value) ? leaf.value.map(String) : [];
    return (
      <fieldset className="flex w-full flex-wrap gap-x-4">
        <legend className="sr-only">{label}</legend>
        {values.map((option) => (
          <TickBox
            key={option.value}
            checked={chosen.includes(option.value)}
            onChange={(on) => {
              const next = on ? [...chosen, option.value] : chosen.filter((each) => each !== option.value);
              if (next.length > 0) onChange(next);
            }}
          >
            {option.label}
          </TickBox>
        ))}
      </fieldset>
    );
  }
  if (values) {
    return <Choice label={label} hideLabel value={String(leaf.value)} options={values} onChange={onChange} />;
  }
  if (fact.type === "boolean") {
    return (
      <Choice
        label={label}
        hideLabel
        value={leaf.value === true ? "yes" : "no"}
        options={[
          { value: "yes", label: common("yes") },
          { value: "no", label: common("no") },
        ]}
        onChange={(value) => onChange(value === "yes")}
      />
    );
  }
  if (fact.unit && operand === "one") {
    return (
      <NumberBlank
        label={label}
        unit={fact.unit}
        value={Number(leaf.value ?? 0)}
        min={fact.min}
        max={fact.max}
        onChange={onChange}
      />
    );
  }
  return (
    <TextBlank
      label={label}
      many={operand === "many"}
      numeric={fact.unit !== undefined}
      value={leaf.value}
      onChange={onChange}
    />
  );
}
