"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { type OperatorId, operators, operatorsFor } from "#engine/model/operators.ts";
import type { Leaf } from "#engine/model/rule.ts";
import { type FactId, factIds } from "#engine/model/vocabulary.ts";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { SearchChoice } from "../../../../../ui/primitives/search-choice.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { useDraftContent } from "../draft-provider.tsx";
import { firstValue } from "./leaf-value.ts";
import { ValueBlank } from "./value-blank.tsx";

const usable = factIds.filter((id) => operatorsFor(id).length > 0);

/** One comparison: a fact, an operator, a limit. */
export function LeafForm({ leaf, onChange }: { leaf: Leaf; onChange: (leaf: Leaf) => void }) {
  const t = useTranslations("rules");
  const words = useWords();
  const { lot } = useDraftContent();
  const facts = useMemo(
    () =>
      usable
        .map((value) => ({ value, label: words.factToChoose(value) }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    [words],
  );
  const withValue = (fact: FactId, operator: OperatorId): Leaf => {
    const { value: _value, ...rest } = leaf;
    const value = firstValue(fact, operator, lot.lanes);
    return { ...rest, fact, operator, ...(value === undefined ? {} : { value }) };
  };
  return (
    <div className="flex flex-wrap items-start gap-1.5">
      <SearchChoice
        label={t("fact")}
        value={leaf.fact}
        options={facts}
        emptyText={t("noFact")}
        onChange={(fact) => {
          const allowed = operatorsFor(fact);
          onChange(withValue(fact, allowed.includes(leaf.operator) ? leaf.operator : (allowed[0] ?? "equal")));
        }}
      />
      <Choice
        label={t("operator")}
        hideLabel
        value={leaf.operator}
        options={operatorsFor(leaf.fact).map((value) => ({ value, label: words.operator(value) }))}
        onChange={(operator) =>
          onChange(
            operators[operator].operand === operators[leaf.operator].operand
              ? { ...leaf, operator }
              : withValue(leaf.fact, operator),
          )
        }
      />
      <ValueBlank leaf={leaf} lanes={lot.lanes} onChange={(value) => onChange({ ...leaf, value })} />
    </div>
  );
}
