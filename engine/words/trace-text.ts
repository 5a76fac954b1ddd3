import type { TraceCondition } from "#contracts/trace.ts";
import type { OperatorId } from "../model/operators.ts";
import { operators } from "../model/operators.ts";
import { isFactId } from "../model/vocabulary.ts";
import { leafText } from "./condition-text.ts";
import { factWord } from "./fact-words.ts";
import type { Locale } from "./locale.ts";
import { type TextContext, valueText } from "./value-text.ts";

/** A comparison of a trace. */
export type TraceLeaf = Extract<TraceCondition, { kind: "fact" }>;

/** What a comparison of a trace asked for: "the amount due is at most ¥5.00". */
export function traceLeafText(leaf: TraceLeaf, locale: Locale, context: TextContext = {}): string {
  const { fact, operator, limit } = leaf;
  if (!isFactId(fact) || !isOperatorId(operator)) return `${fact} ${operator} ${JSON.stringify(limit)}`;
  return leafText({ fact, operator, limit }, locale, context);
}

/** The value that was seen: "amount due: ¥12.50". */
export function traceSeenText({ fact, seen }: TraceLeaf, locale: Locale, context: TextContext = {}): string {
  if (!isFactId(fact)) return `${fact}: ${JSON.stringify(seen)}`;
  const value = valueText(fact, seen, locale, context);
  return locale === "zh-CN" ? `${factWord(fact, locale)}：${value}` : `${factWord(fact, locale)}: ${value}`;
}

/** The comparisons of a condition in reading order. */
export function traceLeaves(condition: TraceCondition | null): TraceLeaf[] {
  if (condition === null) return [];
  return condition.kind === "fact" ? [condition] : condition.conditions.flatMap(traceLeaves);
}

/** The first comparison that kept a condition from holding; null when it holds. */
export function firstFailed(condition: TraceCondition | null): TraceLeaf | null {
  if (condition === null || condition.result) return null;
  if (condition.kind === "fact") return condition;
  for (const part of condition.conditions) {
    const failed = firstFailed(part);
    if (failed) return failed;
  }
  return null;
}

function isOperatorId(operator: string): operator is OperatorId {
  return Object.hasOwn(operators, operator);
}
