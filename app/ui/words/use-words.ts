"use client";

import { useContext, useMemo } from "react";
import { useLocale, useTranslations } from "use-intl";
import type { Decision, FactValue } from "#contracts/decision.ts";
import type { FeeLine } from "#contracts/quote.ts";
import type { Trace } from "#contracts/trace.ts";
import type { EnumName } from "#engine/model/enums.ts";
import type { OperatorId } from "#engine/model/operators.ts";
import type { RateTable } from "#engine/model/rate-table.ts";
import type { ReleaseRule, RuleGroup, UnknownChoice } from "#engine/model/rule.ts";
import { starterRules } from "#engine/model/starter-rules.ts";
import { type FactId, factOf, isFactId } from "#engine/model/vocabulary.ts";
import { decisionPhrase, effectWord, paramWord } from "#engine/words/action-words.ts";
import { enumWord } from "#engine/words/enum-words.ts";
import { factWord } from "#engine/words/fact-words.ts";
import { feeLineText } from "#engine/words/fee-line-text.ts";
import { rateTableSentence } from "#engine/words/rate-table-sentence.ts";
import { ruleSentence, unknownSentence } from "#engine/words/rule-sentence.ts";
import { groupWord, noSourceWord, operatorWord, unitWord, unknownChoiceWord } from "#engine/words/rule-words.ts";
import { starterRuleName } from "#engine/words/starter-rule-words.ts";
import { valueText } from "#engine/words/value-text.ts";
import { whySentence } from "#engine/words/why-sentence.ts";
import type { AppLocale } from "../../messages/locale.ts";
import { useFormat } from "../format/use-format.ts";
import { useLotZone } from "../shell/lot-zone.tsx";
import { LotWordsContext } from "./lot-words.ts";
import { sentenceCase } from "./sentence-case.ts";

/** The engine's words in the reader's language: pages, lane displays and exports read the same. */
export function useWords() {
  const locale = useLocale();
  const context = useContext(LotWordsContext);
  const format = useFormat(useLotZone());
  const paid = useTranslations("fee")("paid");
  const trace = useTranslations("trace");
  return useMemo(() => {
    const nameOf = (rule: ReleaseRule) => {
      const unnamed = unnamedId.exec(rule.id)?.[1];
      return ruleName(rule, locale) ?? (unnamed === undefined ? undefined : trace("unnamed", { number: unnamed }));
    };
    return {
      fact: (id: string) => (isFactId(id) ? factWord(id, locale) : id),
      /** A fact as it stands in a list to choose from: also that nothing fills it in yet. */
      factToChoose: (id: FactId) =>
        factOf(id).hasNoSource ? `${factWord(id, locale)} (${noSourceWord(locale)})` : factWord(id, locale),
      value: (id: string, value: FactValue) => {
        if (!isFactId(id)) return String(value);
        const isInstant = factOf(id).type === "instant" && typeof value === "number";
        return isInstant ? format.exactDateTime(value, value) : valueText(id, value, locale, context);
      },
      enumValue: (name: EnumName, value: string) => enumWord(name, value, locale),
      operator: (id: OperatorId) => operatorWord(id, locale),
      group: (group: RuleGroup | "otherwise") => groupWord(group, locale),
      unit: (unit: Parameters<typeof unitWord>[0]) => unitWord(unit, locale),
      unknownChoice: (choice: UnknownChoice) => unknownChoiceWord(choice, locale),
      decisionPhrase: (type: Parameters<typeof decisionPhrase>[0]) => decisionPhrase(type, locale),
      effect: (type: Parameters<typeof effectWord>[0]) => effectWord(type, locale),
      param: (name: string) => paramWord(name, locale),
      ruleSentence: (rule: ReleaseRule) => ruleSentence(rule, locale, context),
      ruleName: (rule: ReleaseRule) => nameOf(rule) ?? rule.id,
      ruleTitle: nameOf,
      unknownSentence: (rule: ReleaseRule) => unknownSentence(rule, locale),
      otherwise: () =>
        trace("otherwise", { group: groupWord("otherwise", locale), act: decisionPhrase("hold", locale) }),
      why: (decision: Decision, seen: Trace | null) =>
        seen ? whySentence(decision, seen, locale, context) : sentenceCase(enumWord("reason", decision.reason, locale)),
      rateTableSentence: (table: RateTable, currency: string) => rateTableSentence(table, currency, locale),
      feeLine: (line: FeeLine, currency: string) =>
        line.kind === "paid" ? paid : feeLineText({ ...line, ...feeLineParts(line) }, currency, locale),
    };
  }, [locale, context, format, paid, trace]);
}

export type WordsOf = ReturnType<typeof useWords>;

/** The parts of a recorded line whose types are wider than those that the engine makes. */
function feeLineParts({ kind, rateTableId, params }: FeeLine) {
  const plain = Object.entries(params ?? {}).filter(
    (entry): entry is [string, string | number] => typeof entry[1] === "string" || typeof entry[1] === "number",
  );
  return {
    kind: kind as Exclude<FeeLine["kind"], "paid">,
    rateTableId: rateTableId ?? "",
    params: Object.fromEntries(plain),
  };
}

/** The id that a rule gets here, before a person names it. */
const unnamedId = /^rule-(\d+)$/;

const starterNames = new Map(starterRules().rules.map((rule) => [rule.id, rule.name]));

/** The name that a person gave, or for a rule of the starter set that still has its own, that one in the reader's language. */
function ruleName(rule: ReleaseRule, locale: AppLocale): string | undefined {
  const isStarter = starterNames.has(rule.id) && starterNames.get(rule.id) === rule.name;
  return isStarter ? starterRuleName(rule.id, locale) : rule.name;
}
