"use client";

import { Search } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ReleaseRule } from "#engine/model/rule.ts";
import { Field } from "../../../../../ui/primitives/field.tsx";
import { TextInput } from "../../../../../ui/primitives/text-input.tsx";
import type { WordsOf } from "../../../../../ui/words/use-words.ts";

/** From so many rules on nobody finds one by looking. */
export const manyRules = 30;

/** Words of the rule that is looked for. */
export function FindRule(props: { sought: string; found: number; onChange: (sought: string) => void }) {
  const t = useTranslations("rules");
  return (
    <div className="flex flex-wrap items-center gap-3 pb-2">
      <Field label={t("find")} hideLabel>
        <TextInput
          type="search"
          value={props.sought}
          placeholder={t("find")}
          icon={<Search aria-hidden className="size-4" />}
          wrapClassName="w-72 max-w-full"
          onChange={(event) => props.onChange(event.currentTarget.value)}
        />
      </Field>
      <span role="status" className="text-small text-muted">
        {props.sought.trim() === "" ? null : t("matches", { count: props.found })}
      </span>
    </div>
  );
}

type Speech = Pick<WordsOf, "ruleTitle" | "ruleSentence">;

/** The rules whose name or sentence has all the words, and the one that is open, whatever it says. */
export function rulesWith(
  rules: readonly ReleaseRule[],
  { sought, openId }: { sought: string; openId: string | null },
  words: Speech,
): readonly ReleaseRule[] {
  const parts = sought.toLowerCase().split(/\s+/).filter(Boolean);
  if (parts.length === 0) return rules;
  return rules.filter((rule) => {
    if (rule.id === openId) return true;
    const text = `${words.ruleTitle(rule) ?? ""} ${words.ruleSentence(rule)}`.toLowerCase();
    return parts.every((part) => text.includes(part));
  });
}
