"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { effectOf, effectTypes } from "#engine/model/actions.ts";
import type { EffectAction, ReleaseRule } from "#engine/model/rule.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { ParamsForm } from "./params-form.tsx";
import { requiredParams } from "./required-params.ts";

/** What else the rule does, one a line. */
export function EffectsForm({ rule, onChange }: { rule: ReleaseRule; onChange: (rule: ReleaseRule) => void }) {
  const t = useTranslations("rules");
  const words = useWords();
  const { effects } = rule.then;
  const set = (next: EffectAction[]) =>
    // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
    onChange({ ...rule, then: { ...rule.then, effects: next } });
  const setOne = (index: number, effect: EffectAction) =>
    set(effects.map((other, at) => (at === index ? effect : other)));
  return (
    <>
      {effects.map((effect, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: effects have no name; their place is their identity.
        <div key={index} className="flex items-start gap-1">
          <div className="flex min-w-0 flex-1 flex-wrap items-start gap-1.5">
            <span className="leading-8">{t("and")}</span>
            <Choice
              label={t("effect", { number: index + 1 })}
              hideLabel
              value={effect.type}
              options={effectTypes.map((value) => ({ value, label: words.effect(value) }))}
              onChange={(type) => setOne(index, { type, params: requiredParams(effectOf(type).params) })}
            />
            <ParamsForm
              definitions={effectOf(effect.type).params}
              params={effect.params}
              onChange={(params) => setOne(index, { ...effect, params })}
            />
          </div>
          <Button
            kind="quiet"
            size="icon"
            aria-label={t("removeEffect", { number: index + 1 })}
            onClick={() => set(effects.filter((_, at) => at !== index))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      <div>
        <Button
          kind="link"
          size="small"
          onClick={() => set([...effects, { type: "display", params: requiredParams(effectOf("display").params) }])}
        >
          <Plus aria-hidden />
          {t("addEffect")}
        </Button>
      </div>
    </>
  );
}
