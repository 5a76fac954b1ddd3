"use client";

import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import type { ReleaseRule } from "#engine/model/rule.ts";
import { ruleGroups, unknownChoices } from "#engine/model/rule-order.ts";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { ParsedInput } from "../../../../../ui/primitives/parsed-input.tsx";
import { TickBox } from "../../../../../ui/primitives/tick-box.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { ConditionForm } from "./condition-form.tsx";
import { DecisionForm } from "./decision-form.tsx";
import { EffectsForm } from "./effects-form.tsx";

const nameMax = 120;

type Props = { rule: ReleaseRule; isNew: boolean; onChange: (rule: ReleaseRule) => void };

/** A rule as a sentence of blanks. Every key shows in the sentence above. A new one takes the focus, wherever it stands. */
export function RuleForm({ rule, isNew, onChange }: Props) {
  const t = useTranslations("rules");
  const words = useWords();
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isNew) form.current?.querySelector("input")?.focus();
  }, [isNew]);
  return (
    <div ref={form} className="mt-3 flex flex-col gap-4 border-t border-border pt-3">
      <p aria-live="polite" className="sr-only">
        {words.ruleSentence(rule)}
      </p>
      <div className="flex flex-wrap items-end gap-3">
        <ParsedInput<string>
          label={t("name")}
          value={rule.name ?? ""}
          write={(name) => name}
          read={(name) => name}
          problem=""
          isWide
          widthClassName="w-72 max-w-full"
          maxLength={nameMax}
          placeholder={words.ruleTitle({ ...rule, name: undefined }) ?? ""}
          onChange={(name) => {
            const { name: _name, ...rest } = rule;
            onChange(name ? { ...rest, name } : rest);
          }}
        />
        <Choice
          label={t("group")}
          value={rule.group}
          options={ruleGroups.map((value) => ({ value, label: words.group(value) }))}
          onChange={(group) => onChange({ ...rule, group })}
        />
        <TickBox
          checked={rule.enabled !== false}
          onChange={(on) => {
            const { enabled: _enabled, ...rest } = rule;
            onChange(on ? rest : { ...rest, enabled: false });
          }}
        >
          {t("enabled")}
        </TickBox>
      </div>
      <div>
        <h3 className="pb-1 text-small font-medium text-muted">{t("when")}</h3>
        <ConditionForm condition={rule.when} depth={0} onChange={(when) => onChange({ ...rule, when })} />
      </div>
      <Choice
        label={t("ifUnknown")}
        value={rule.ifUnknown}
        options={unknownChoices.map((value) => ({ value, label: words.unknownChoice(value) }))}
        onChange={(ifUnknown) => onChange({ ...rule, ifUnknown })}
      />
      <div className="flex flex-col gap-2">
        <h3 className="text-small font-medium text-muted">{t("then")}</h3>
        <DecisionForm rule={rule} onChange={onChange} />
        <EffectsForm rule={rule} onChange={onChange} />
      </div>
    </div>
  );
}
