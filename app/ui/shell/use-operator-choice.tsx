"use client";

import { parseAsString, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Choice } from "../primitives/choice.tsx";
import type { Me } from "./console-context.tsx";

type Operator = Me["operators"][number];

/** Of which operator a page speaks, kept in the address, and the choice of it where there are several. */
export function useOperatorChoice(operators: readonly Operator[]): {
  operator: Operator | undefined;
  choice: ReactNode;
} {
  const t = useTranslations("people");
  const [wanted, setWanted] = useQueryState("operator", parseAsString);
  const operator = operators.find((each) => each.id === wanted) ?? operators[0];
  const choice =
    operators.length > 1 && operator ? (
      <div className="pb-3">
        <Choice
          label={t("operator")}
          hideLabel
          prefix={t("operator")}
          value={operator.id}
          options={operators.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id) => void setWanted(id)}
        />
      </div>
    ) : null;
  return { operator, choice };
}
