import type { FactValue } from "#contracts/decision.ts";
import { type OperatorId, operators } from "../model/operators.ts";
import type { Condition, Leaf } from "../model/rule.ts";
import { type FactId, factOf } from "../model/vocabulary.ts";
import { type BooleanFactId, booleanPhrase, factWord } from "./fact-words.ts";
import type { Locale } from "./locale.ts";
import { knownPhrase, valuePhrase, zeroPhrase } from "./phrase-words.ts";
import { type TextContext, valueText } from "./value-text.ts";

/** Conditions as a clause without a full stop. A negation is said by its opposite, exactly as it is compiled. */
export function conditionText(condition: Condition, locale: Locale, context: TextContext = {}): string {
  return clause(condition, { locale, context, negated: false, nested: false });
}

/** One comparison as a clause. `limit` is a value or the id of another fact. */
export function leafText(leaf: Comparison, locale: Locale, context: TextContext = {}): string {
  const { fact, operator, limit } = leaf;
  if (operator === "isKnown" || operator === "isUnknown") return knownText(fact, operator === "isKnown", locale);
  if (isFactLimit(limit)) return compared(fact, operator, the(factWord(limit.fact, locale), locale), locale);
  const special = specialText(fact, operator, limit, locale);
  return special ?? compared(fact, operator, limitText(fact, limit, locale, context), locale);
}

export type Comparison = {
  readonly fact: FactId;
  readonly operator: OperatorId;
  readonly limit: TypedLimit | { readonly fact: FactId };
};

type TypedLimit = FactValue | readonly (string | number)[];

type Telling = {
  readonly locale: Locale;
  readonly context: TextContext;
  readonly negated: boolean;
  readonly nested: boolean;
};

function clause(condition: Condition, telling: Telling): string {
  const { locale, context, negated } = telling;
  if ("not" in condition) return clause(condition.not, { ...telling, negated: !negated });
  if ("fact" in condition) return leafText(comparisonOf(condition, negated), locale, context);
  const isAll = "all" in condition !== negated;
  const parts = "all" in condition ? condition.all : condition.any;
  const said = parts.map((part) => clause(part, { ...telling, nested: parts.length > 1 }));
  return joinClauses(said, isAll, telling);
}

function comparisonOf({ fact, operator, value }: Leaf, negated: boolean): Comparison {
  return { fact, operator: negated ? operators[operator].opposite : operator, limit: value ?? null };
}

function joinClauses(parts: string[], isAll: boolean, { locale, nested }: Telling): string {
  if (parts.length < 2) return parts[0] ?? "";
  if (locale === "zh-CN") {
    const said = parts.join(isAll ? "，且" : "，或");
    return nested ? `（${said}）` : said;
  }
  const word = isAll ? "and" : "or";
  const said = `${parts.slice(0, -1).join(", ")} ${word} ${parts.at(-1)}`;
  return nested ? `(${said})` : said;
}

function knownText(fact: FactId, isKnown: boolean, locale: Locale): string {
  const own = knownPhrase(fact, isKnown, locale);
  if (own) return own;
  if (isBoolean(fact)) {
    const whether = booleanPhrase(fact, true, locale);
    if (locale === "zh-CN") return isKnown ? `已清楚“${whether}”是否成立` : `不清楚“${whether}”是否成立`;
    return isKnown ? `it is known whether ${whether}` : `it is not known whether ${whether}`;
  }
  const name = factWord(fact, locale);
  if (locale === "zh-CN") return isKnown ? `${name}已知` : `${name}未知`;
  return isKnown ? `the ${name} is known` : `the ${name} is not known`;
}

function specialText(fact: FactId, operator: OperatorId, limit: Comparison["limit"], locale: Locale): string | null {
  const isNot = operator === "notEqual";
  if (operator === "equal" || isNot) {
    if (typeof limit === "boolean" && isBoolean(fact)) return booleanPhrase(fact, limit !== isNot, locale);
    if (typeof limit === "string") return valuePhrase(fact, limit, isNot, locale);
  }
  if (fact === "payment.graceLeft" && limit === 0) return graceText(operator, locale);
  if (limit === 0 && (operator === "equal" || operator === "lessThanInclusive")) return zeroPhrase(fact, true, locale);
  if (limit === 0 && (isNot || operator === "greaterThan")) return zeroPhrase(fact, false, locale);
  return null;
}

function graceText(operator: OperatorId, locale: Locale): string | null {
  if (operator === "greaterThanInclusive" || operator === "greaterThan") {
    return locale === "zh-CN" ? "付款后的离场时限未过" : "the time to leave after payment is not over";
  }
  if (operator === "lessThan" || operator === "lessThanInclusive") {
    return locale === "zh-CN" ? "付款后的离场时限已过" : "the time to leave after payment is over";
  }
  return null;
}

/** One template per operator and language: the order of words is the language's own. */
function compared(fact: FactId, operator: OperatorId, limit: string, locale: Locale): string {
  const name = factWord(fact, locale);
  return (locale === "zh-CN" ? chinese : english)[operator](locale === "zh-CN" ? name : the(name, locale), limit);
}

type Template = (name: string, limit: string) => string;

const english: Readonly<Record<OperatorId, Template>> = {
  equal: (name, limit) => `${name} is ${limit}`,
  notEqual: (name, limit) => `${name} is not ${limit}`,
  in: (name, limit) => `${name} is ${limit}`,
  notIn: (name, limit) => `${name} is none of ${limit}`,
  lessThan: (name, limit) => `${name} is less than ${limit}`,
  lessThanInclusive: (name, limit) => `${name} is at most ${limit}`,
  greaterThan: (name, limit) => `${name} is more than ${limit}`,
  greaterThanInclusive: (name, limit) => `${name} is at least ${limit}`,
  contains: (name, limit) => `${name} include ${limit}`,
  doesNotContain: (name, limit) => `${name} do not include ${limit}`,
  isKnown: (name) => `${name} is known`,
  isUnknown: (name) => `${name} is not known`,
};

const chinese: Readonly<Record<OperatorId, Template>> = {
  equal: (name, limit) => `${name}为${limit}`,
  notEqual: (name, limit) => `${name}不为${limit}`,
  in: (name, limit) => `${name}为${limit}`,
  notIn: (name, limit) => `${name}不为${limit}`,
  lessThan: (name, limit) => `${name}小于${limit}`,
  lessThanInclusive: (name, limit) => `${name}不超过${limit}`,
  greaterThan: (name, limit) => `${name}大于${limit}`,
  greaterThanInclusive: (name, limit) => `${name}不少于${limit}`,
  contains: (name, limit) => `${name}包含${limit}`,
  doesNotContain: (name, limit) => `${name}不包含${limit}`,
  isKnown: (name) => `${name}已知`,
  isUnknown: (name) => `${name}未知`,
};

function limitText(fact: FactId, limit: TypedLimit, locale: Locale, context: TextContext): string {
  if (typeof limit !== "object" || limit === null) return valueText(fact, limit, locale, context);
  const said = limit.map((value) => valueText(fact, value, locale, context));
  if (locale === "zh-CN") return said.join("、");
  return said.length < 2 ? said.join("") : `${said.slice(0, -1).join(", ")} or ${said.at(-1)}`;
}

function isFactLimit(limit: Comparison["limit"]): limit is { readonly fact: FactId } {
  return typeof limit === "object" && limit !== null && "fact" in limit;
}

function isBoolean(fact: FactId): fact is BooleanFactId {
  return factOf(fact).type === "boolean";
}

function the(name: string, locale: Locale): string {
  return locale === "zh-CN" || name === "what happened" ? name : `the ${name}`;
}
