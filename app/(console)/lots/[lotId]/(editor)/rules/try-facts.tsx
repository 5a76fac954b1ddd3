"use client";

import { useTranslations } from "use-intl";
import type { FactValue } from "#contracts/decision.ts";
import { enums } from "#engine/model/enums.ts";
import { type FactId, factOf } from "#engine/model/vocabulary.ts";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { ParsedInput } from "../../../../../ui/primitives/parsed-input.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { NumberBlank } from "./number-blank.tsx";

type Props = {
  ids: readonly FactId[];
  facts: Readonly<Record<string, FactValue>>;
  onChange: (id: FactId, value: FactValue) => void;
};

/** Every fact that the rules read, each with its value or "not known". */
export function TryFacts({ ids, facts, onChange }: Props) {
  const words = useWords();
  return (
    <ul className="flex flex-col">
      {ids.map((id) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-2 border-t border-border py-1.5">
          <span className="min-w-32 flex-1 text-muted">{words.fact(id)}</span>
          <TryFact id={id} value={facts[id] ?? null} onChange={(value) => onChange(id, value)} />
        </li>
      ))}
    </ul>
  );
}

function TryFact({ id, value, onChange }: { id: FactId; value: FactValue; onChange: (value: FactValue) => void }) {
  const t = useTranslations("tryOut");
  const common = useTranslations("common");
  const words = useWords();
  const fact = factOf(id);
  const label = words.fact(id);
  const unknown = { value: "?", label: t("unknown") };
  if (fact.type === "boolean") {
    return (
      <Choice
        label={label}
        hideLabel
        value={value === null ? "?" : value ? "yes" : "no"}
        options={[{ value: "yes", label: common("yes") }, { value: "no", label: common("no") }, unknown]}
        onChange={(next) => onChange(next === "?" ? null : next === "yes")}
      />
    );
  }
  if (fact.values) {
    const name = fact.values;
    return (
      <Choice
        label={label}
        hideLabel
        value={value === null ? "?" : String(value)}
        options={[...enums[name].map((each) => ({ value: String(each), label: words.enumValue(name, each) })), unknown]}
        onChange={(next) => onChange(next === "?" ? null : next)}
      />
    );
  }
  if (fact.unit) {
    return (
      <span className="flex items-start gap-1">
        <Choice
          label={t("knownOf", { fact: label })}
          hideLabel
          value={value === null ? "?" : "known"}
          options={[{ value: "known", label: t("known") }, unknown]}
          onChange={(next) => onChange(next === "?" ? null : Math.max(0, fact.min ?? 0))}
        />
        {value === null ? null : (
          <NumberBlank
            label={label}
            unit={fact.unit}
            value={Number(value)}
            min={fact.min}
            max={fact.max}
            onChange={onChange}
          />
        )}
      </span>
    );
  }
  return (
    <ParsedInput<string>
      label={label}
      hideLabel
      value={value === null ? "" : String(value)}
      write={(text) => text}
      read={(text) => (text.length <= 64 ? text : null)}
      problem={t("tooLong")}
      onChange={(text) => onChange(text.trim() || null)}
      widthClassName="w-36"
    />
  );
}
