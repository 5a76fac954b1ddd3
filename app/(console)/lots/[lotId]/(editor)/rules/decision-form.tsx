"use client";

import { useTranslations } from "use-intl";
import { decisionOf, decisionTypes } from "#engine/model/actions.ts";
import type { DecisionType } from "#engine/model/enums.ts";
import type { DecisionAction, ReleaseRule } from "#engine/model/rule.ts";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { ParamsForm } from "./params-form.tsx";
import { requiredParams } from "./required-params.ts";

/** What the rule decides and which reason it gives; or that it decides nothing and the next rule is tried. */
export function DecisionForm({ rule, onChange }: { rule: ReleaseRule; onChange: (rule: ReleaseRule) => void }) {
  const t = useTranslations("rules");
  const words = useWords();
  const { decision, effects } = rule.then;
  const set = (next: DecisionAction | null) =>
    // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
    onChange({ ...rule, then: next ? { decision: next, effects } : { effects } });
  return (
    <div className="flex flex-wrap items-start gap-1.5">
      <Choice<DecisionType | "goOn">
        label={t("decision")}
        hideLabel
        value={decision?.type ?? "goOn"}
        options={[
          ...decisionTypes.map((value) => ({ value, label: words.decisionPhrase(value) })),
          { value: "goOn" as const, label: t("goOn") },
        ]}
        onChange={(type) => {
          if (type === "goOn") return set(null);
          const definition = decisionOf(type);
          const reason =
            definition.reasons.find((each) => each === decision?.reason) ?? definition.reasons[0] ?? "other";
          set({ type, reason, params: requiredParams(definition.params) });
        }}
      />
      {decision ? (
        <>
          <span className="leading-8">{t("because")}</span>
          <Choice
            label={t("reason")}
            hideLabel
            value={decision.reason}
            options={decisionOf(decision.type).reasons.map((value) => ({
              value,
              label: words.enumValue("reason", value),
            }))}
            onChange={(reason) => set({ ...decision, reason })}
          />
          <ParamsForm
            definitions={decisionOf(decision.type).params}
            params={decision.params}
            onChange={(params) => set({ ...decision, params })}
          />
        </>
      ) : null}
    </div>
  );
}
