import { decisionOf, decisionTypes, effectOf, effectTypes } from "#engine/model/actions.ts";
import type { Draft } from "#engine/model/draft.ts";
import { type EnumName, enums } from "#engine/model/enums.ts";
import { type OperatorId, operatorIds, operatorsFor } from "#engine/model/operators.ts";
import type { RuleGroup } from "#engine/model/rule.ts";
import { ruleGroups, unknownChoices } from "#engine/model/rule-order.ts";
import { type FactId, factOf, isFactId } from "#engine/model/vocabulary.ts";
import { decisionPhrase, effectWord, paramWord } from "#engine/words/action-words.ts";
import { enumWord } from "#engine/words/enum-words.ts";
import { factWord } from "#engine/words/fact-words.ts";
import type { Locale } from "#engine/words/locale.ts";
import { groupWord, operatorWord, unknownChoiceWord } from "#engine/words/rule-words.ts";
import { formsAt, type PartSchema, partSchema } from "./part-schema.ts";
import { type TextContext, textContext } from "./text-context.ts";

/** One thing that can be written at the cursor, with its meaning in the reader's words. */
type Proposal = { readonly text: string; readonly meaning: string };

export type Proposals = { readonly from: number; readonly to: number; readonly list: readonly Proposal[] };

type Lane = { readonly id: string; readonly name: string };
type Asked = { readonly locale: Locale; readonly lanes: readonly Lane[] };

const schemas = new Map<keyof Draft, PartSchema>();

function schemaOf(part: keyof Draft): PartSchema {
  const known = schemas.get(part) ?? partSchema(part);
  schemas.set(part, known);
  return known;
}

/** What can be written at the cursor: keys and values from the model's schema, facts and actions from the vocabulary. */
export function completeText(part: keyof Draft, text: string, cursor: number, asked: Asked): Proposals | null {
  const context = textContext(text, cursor);
  if (!context) return null;
  const forms = formsAt(schemaOf(part), context.path, context.holders);
  const list = context.expects === "key" ? keysAt(context, forms, asked) : valuesAt(context, forms, asked);
  return list.length > 0 ? { from: context.from, to: context.to, list } : null;
}

function keysAt({ path, holders, hasColon, from, to }: TextContext, forms: readonly PartSchema[], { locale }: Asked) {
  const holder = holders.at(-1) ?? {};
  const named = path.at(-1) === "params" ? paramsOf(holders.at(-2)?.type) : [];
  const keys = named.length > 0 ? named : forms.flatMap((form) => Object.keys(form.properties ?? {}));
  const isWriting = to > from;
  return [...new Set(keys)]
    .filter((key) => isWriting || !Object.hasOwn(holder, key))
    .map((key): Proposal => {
      const opening = forms.map((form) => openingOf(form.properties?.[key])).find((each) => each !== "") ?? "";
      const meaning = named.includes(key) ? paramWord(key, locale) : "";
      return { text: hasColon ? JSON.stringify(key) : `${JSON.stringify(key)}: ${opening}`, meaning };
    });
}

function openingOf(form: PartSchema | undefined): string {
  if (form?.type === "array") return "[]";
  return form?.type === "object" ? "{}" : "";
}

function valuesAt({ path, holders }: TextContext, forms: readonly PartSchema[], asked: Asked): Proposal[] {
  const known = knownValues(path, holders, asked);
  if (known) return known.map(([value, meaning]) => ({ text: JSON.stringify(value), meaning }));
  const plain = forms.flatMap((form) => {
    if (form.enum) return form.enum;
    if (form.const !== undefined) return [form.const];
    return form.type === "boolean" ? [true, false] : [];
  });
  const nested = forms.filter(({ type }) => type === "object" || type === "array").map(openingOf);
  const texts = [...plain.map((value) => JSON.stringify(value)), ...nested];
  return [...new Set(texts)].map((text) => ({ text, meaning: enumMeaning(path, text, asked.locale) }));
}

/** Values that the vocabulary says more about than the schema: their words, or that fewer fit. */
function knownValues(path: TextContext["path"], holders: TextContext["holders"], asked: Asked) {
  const { locale, lanes } = asked;
  const key = path.findLast((step) => typeof step === "string");
  const isListed = typeof path.at(-1) === "number";
  const holder = holders.at(isListed ? -2 : -1) ?? {};
  const fact = typeof holder.fact === "string" && isFactId(holder.fact) ? holder.fact : null;
  const pairs = <Value extends string>(values: readonly Value[], word: (value: Value) => string) =>
    values.map((value): [unknown, string] => [value, word(value)]);
  if (key === "operator") {
    return pairs(fact ? operatorsFor(fact) : operatorIds, (id: OperatorId) => operatorWord(id, locale));
  }
  if (key === "group") return pairs(ruleGroups, (group: RuleGroup) => groupWord(group, locale));
  if (key === "ifUnknown") return pairs(unknownChoices, (choice) => unknownChoiceWord(choice, locale));
  if (key === "value" && fact) return valuesOfFact(fact, lanes, locale);
  const action = path.at(-2) === "decision" ? "decision" : path.includes("effects") ? "effect" : null;
  if (key === "type" && action === "decision") return pairs(decisionTypes, (type) => decisionPhrase(type, locale));
  if (key === "type" && action === "effect") return pairs(effectTypes, (type) => effectWord(type, locale));
  if (key === "reason" && action === "decision") {
    const type = decisionTypes.find((each) => each === holder.type);
    return pairs(type ? decisionOf(type).reasons : enums.reason, (reason) => enumWord("reason", reason, locale));
  }
  return null;
}

function valuesOfFact(fact: FactId, lanes: readonly Lane[], locale: Locale): [unknown, string][] | null {
  const { type, values, idOf } = factOf(fact);
  if (type === "boolean") return [true, false].map((value) => [value, factWord(fact, locale)]);
  if (idOf === "lane") return lanes.map(({ id, name }) => [id, name]);
  return values ? enums[values].map((value) => [value, enumWord(values, value, locale)]) : null;
}

/** Parameters by the action that they stand in. */
function paramsOf(type: unknown): string[] {
  const decision = decisionTypes.find((each) => each === type);
  if (decision) return Object.keys(decisionOf(decision).params);
  const effect = effectTypes.find((each) => each === type);
  return effect ? Object.keys(effectOf(effect).params) : [];
}

/** Facts by their names, and values of lists that rules and prices share by theirs. */
function enumMeaning(path: TextContext["path"], text: string, locale: Locale): string {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "string") return "";
  if (isFactId(value)) return factWord(value, locale);
  const key = String(path.findLast((step) => typeof step === "string"));
  const names = Object.keys(enums) as EnumName[];
  const name = names.find((each) => key === each || key === `${each}s`);
  return name && (enums[name] as readonly string[]).includes(value) ? enumWord(name, value, locale) : "";
}
