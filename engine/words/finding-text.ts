import { isFactId } from "../model/vocabulary.ts";
import type { Finding, Undecided } from "../verify/finding.ts";
import type { Region } from "../verify/region.ts";
import { conditionText } from "./condition-text.ts";
import { diagnosticText } from "./diagnostic-text.ts";
import { factWord } from "./fact-words.ts";
import type { Locale, Words } from "./locale.ts";
import { tariffUndecidedText } from "./tariff-undecided-text.ts";
import type { TextContext } from "./value-text.ts";

/**
 * A finding as a sentence. `context.names` gives lanes and rules their names.
 *
 * @example "When the vehicle is at an exit and the amount due could not be worked out, and all else is as usual, no rule decides: the vehicle is held and support is called."
 */
export function findingText(finding: Finding, locale: Locale, context: TextContext = {}): string {
  const said = diagnosticText({ code: finding.code, params: namedParams(finding, locale, context) }, locale);
  if (finding.region === undefined) return said;
  const isGap = finding.code === "rules.onlyOtherwise" || finding.code === "rules.unknownUnhandled";
  if (!isGap) return said;
  const when = situationsText(finding.region, locale, context);
  const fact = String(finding.params.fact ?? "");
  const more = isFactId(fact) ? onceKnown(factWord(fact, locale), locale) : "";
  if (locale === "zh-CN") return `${when}，没有规则作出决定：将拦停车辆并呼叫客服。${more}`;
  return `${when}, no rule decides: the vehicle is held and support is called.${more}`;
}

function onceKnown(fact: string, locale: Locale): string {
  return locale === "zh-CN" ? `只要${fact}已知，就有规则作出决定。` : ` Whenever the ${fact} is known, a rule decides.`;
}

/** The situations of a region as the opening of a sentence: "When ..., and all else is as usual, unless ...". */
export function situationsText({ where, usual, unless }: Region, locale: Locale, context: TextContext = {}): string {
  const when = conditionText({ all: where.flatMap((one) => ("all" in one ? one.all : [one])) }, locale, context);
  const except = exceptionsText(
    unless.map((one) => conditionText(one, locale, context)),
    locale,
  );
  if (locale === "zh-CN") {
    if (when === "") return `${usual.length > 0 ? "一切如常时" : "任何情况下"}${except}`;
    return `当${when}${usual.length > 0 ? "，其他一切如常" : ""}时${except}`;
  }
  if (when === "") return `${usual.length > 0 ? "When all is as usual" : "Always"}${except}`;
  return `When ${when}${usual.length > 0 ? ", and all else is as usual" : ""}${except}`;
}

/** What could not be decided, as a sentence. */
export function undecidedText({ question }: Undecided, locale: Locale): string {
  const words = tariffUndecidedText(question, locale) ?? openQuestions[question]?.[locale];
  return words ?? (locale === "zh-CN" ? `未能确定（${question}）。` : `Something was not settled (${question}).`);
}

/** A rule as it is named in a sentence. */
export function ruleName(ruleId: string, { names }: TextContext = {}): string {
  const name = names?.[ruleId] ?? ruleId;
  return `“${name}”`;
}

/** Exceptions beyond the first few are only counted: a sentence that lists twenty is read by nobody. */
const EXCEPTIONS_TOLD_MAX = 3;

function exceptionsText(unless: readonly string[], locale: Locale): string {
  if (unless.length === 0) return "";
  const told = unless.slice(0, EXCEPTIONS_TOLD_MAX);
  const more = unless.length - told.length;
  if (locale === "zh-CN") return `（${told.join("，或")}${more > 0 ? `，或其他${more}种例外` : ""}除外）`;
  return ` (unless ${[...told, ...(more > 0 ? [`one of ${more} more exceptions`] : [])].join(", or ")})`;
}

function namedParams({ params, hiddenBy }: Finding, locale: Locale, context: TextContext): Finding["params"] {
  const named = { ...params };
  if (hiddenBy) named.rules = hiddenBy.map((id) => ruleName(id, context)).join(locale === "zh-CN" ? "、" : ", ");
  if (named.rule !== undefined) named.rule = ruleName(String(named.rule), context);
  if (named.lane !== undefined) named.lane = context.names?.[String(named.lane)] ?? named.lane;
  return named;
}

const openQuestions: Readonly<Record<string, Words>> = {
  "rule.hidden": {
    en: "Whether this rule can ever act was not settled.",
    "zh-CN": "未能确定此规则是否会生效。",
  },
  "rule.redundant": {
    en: "Whether this rule changes anything was not settled.",
    "zh-CN": "未能确定此规则是否起作用。",
  },
  "rule.contradicts": {
    en: "Whether this rule contradicts an earlier one was not settled.",
    "zh-CN": "未能确定此规则是否与前面的规则矛盾。",
  },
  "rules.onlyOtherwise": {
    en: "Whether some rule decides in every situation was not settled.",
    "zh-CN": "未能确定是否每种情况都有规则作出决定。",
  },
  "rules.unknownUnhandled": {
    en: "Whether the rules say what happens when something is not known was not settled.",
    "zh-CN": "未能确定信息未知时是否有规则处理。",
  },
  "lane.noWayOut": {
    en: "Whether vehicles can always leave was not settled.",
    "zh-CN": "未能确定车辆是否总能离场。",
  },
  "rules.differ": {
    en: "Whether two rules lead to the same was not settled.",
    "zh-CN": "未能确定两条规则的结果是否相同。",
  },
};
