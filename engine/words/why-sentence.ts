import type { Decision } from "#contracts/decision.ts";
import type { Trace, TraceCondition } from "#contracts/trace.ts";
import { type FactId, isFactId } from "../model/vocabulary.ts";
import { decisionWord } from "./action-words.ts";
import { enumWord } from "./enum-words.ts";
import { factWord } from "./fact-words.ts";
import type { Locale } from "./locale.ts";
import { type TraceLeaf, traceLeafText, traceLeaves } from "./trace-text.ts";
import { durationText, type TextContext, valueText } from "./value-text.ts";

/**
 * Why a passage was decided so, in one or two sentences that give the fact and the limit. A car that was not let
 * through is first told what it missed by: the rule that all but one limit fitted.
 *
 * @example "Paid 22 min ago; rule 3 allows 15 min. Waiting for payment by rule 5: something is due."
 */
export function whySentence(decision: Decision, trace: Trace, locale: Locale, context: TextContext = {}): string {
  const missed = decision.decision === "release" ? null : nearestMiss(trace, decision.ruleId);
  const sentences = [
    ...(missed ? [missText(missed, locale, context)] : []),
    decidedText(decision, trace, locale, context),
  ];
  return sentences.join(locale === "zh-CN" ? "" : " ");
}

type Limit = TraceLeaf & { readonly fact: FactId };
type Miss = { readonly ruleNumber: number; readonly leaf: Limit };

/** Of the rules tried, the one that failed by a single limit and fitted in the most other things. */
function nearestMiss(trace: Trace, decidingId: string): Miss | null {
  let nearest: (Miss & { fitted: number }) | null = null;
  for (const [index, rule] of trace.rules.entries()) {
    if (rule.ruleId === decidingId) break;
    const leaf = onlyFailure(rule.condition);
    if (!leaf || !isLimit(leaf)) continue;
    const fitted = traceLeaves(rule.condition).filter((one) => one.result).length;
    if (fitted > 0 && fitted >= (nearest?.fitted ?? 0)) nearest = { ruleNumber: index + 1, leaf, fitted };
  }
  return nearest;
}

/** The one comparison that kept a condition from holding; null when there are several, or alternatives. */
function onlyFailure(condition: TraceCondition | null): TraceLeaf | null {
  if (condition === null || condition.result) return null;
  if (condition.kind === "fact") return condition;
  if (condition.kind !== "all") return null;
  const failed = condition.conditions.filter((part) => !part.result);
  return failed.length === 1 ? onlyFailure(failed[0]!) : null;
}

const limits = new Set(["lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"]);

/** A comparison that words can tell of: both sides known, and the fact no newer than this vocabulary. */
function isLimit(leaf: TraceLeaf): leaf is Limit {
  const { fact, operator, seen, limit } = leaf;
  return limits.has(operator) && seen !== null && limit !== null && isFactId(fact);
}

function missText({ ruleNumber, leaf }: Miss, locale: Locale, context: TextContext): string {
  const { fact, seen, limit } = leaf;
  const isChinese = locale === "zh-CN";
  if (fact === "payment.age") {
    const [ago, allowed] = [durationText(Number(seen), locale), durationText(Number(limit), locale)];
    return isChinese
      ? `${ago}前付款；规则${ruleNumber}允许${allowed}。`
      : `Paid ${ago} ago; rule ${ruleNumber} allows ${allowed}.`;
  }
  if (fact === "payment.graceLeft" && Number(seen) < 0 && limit === 0) {
    const over = durationText(Number(seen), locale);
    return isChinese
      ? `付款后的离场时限已过${over}；规则${ruleNumber}要求未过。`
      : `The time to leave after payment ended ${over} ago; rule ${ruleNumber} needs it not to be over.`;
  }
  const value = valueText(fact, seen, locale, context);
  const asked = traceLeafText(leaf, locale, context);
  return isChinese
    ? `${factWord(fact, locale)}为${value}；规则${ruleNumber}要求${asked}。`
    : `The ${factWord(fact, locale)} is ${value}; rule ${ruleNumber} asks that ${asked}.`;
}

function decidedText(decision: Decision, trace: Trace, locale: Locale, context: TextContext): string {
  const isChinese = locale === "zh-CN";
  const word = decisionWord(decision.decision, locale);
  const index = trace.rules.findIndex((rule) => rule.ruleId === decision.ruleId);
  const rule = trace.rules[index];
  if (!rule) return undecidedText(word, trace, locale);
  const seen = tellingLeaves(rule.condition).map((leaf) => traceLeafText(leaf, locale, context));
  const why = seen.length > 0 ? seen : [enumWord("reason", decision.reason, locale)];
  if (isChinese) return `规则${index + 1}${word}：${why.join("，")}。`;
  const said = why.length < 2 ? why.join("") : `${why.slice(0, -1).join(", ")} and ${why.at(-1)}`;
  return `${word} by rule ${index + 1}: ${said}.`;
}

/** Nothing decided: say what was not known, since that is most often why. */
function undecidedText(word: string, trace: Trace, locale: Locale): string {
  const open = trace.rules.filter((rule) => rule.outcome === "unknown").flatMap((rule) => traceLeaves(rule.condition));
  const facts = new Set(open.filter((leaf) => !leaf.result && leaf.seen === null).map((leaf) => leaf.fact));
  const names = [...facts]
    .filter(isFactId)
    .slice(0, NAMES_MAX)
    .map((fact) => factWord(fact, locale));
  if (locale === "zh-CN") {
    return names.length > 0
      ? `${word}：没有规则作出决定；暂不清楚：${names.join("、")}。`
      : `${word}：没有规则作出决定。`;
  }
  return names.length > 0
    ? `${word}: no rule decided; not known yet: ${names.join(", ")}.`
    : `${word}: no rule decided.`;
}

const NAMES_MAX = 3;

/** What made a rule match, without the lane it stands for, which the reader sees already. */
function tellingLeaves(condition: TraceCondition | null): TraceLeaf[] {
  const held = traceLeaves(condition).filter((leaf) => leaf.result);
  const told = held.filter(
    ({ fact, operator }) => fact !== "lane.direction" && fact !== "lane.id" && operator !== "isKnown",
  );
  return told.length > 0 ? told : held;
}
