import type { Decision } from "#contracts/decision.ts";
import type { EffectType } from "../model/actions.ts";
import type { ReasonCode } from "../model/enums.ts";
import { otherwiseRuleId, type ParamValue } from "../model/rule.ts";
import type { RuleDifference } from "../verify/rule-difference.ts";
import { ruleName, situationsText } from "./finding-text.ts";
import type { Locale } from "./locale.ts";
import { decisionText, effectText } from "./rule-sentence.ts";
import type { TextContext } from "./value-text.ts";

/**
 * What changes between two sets of rules in one region, as a sentence. `context.names` gives lanes and rules their names.
 *
 * @example "When the vehicle is at an exit and the stay is paid: open the gate (paid) by “paid” before, ask for payment (something is due) by “fee-due” now."
 */
export function ruleDifferenceText(difference: RuleDifference, locale: Locale, context: TextContext = {}): string {
  const { region, changed, witness } = difference;
  const when = situationsText(region, locale, context);
  const isChinese = locale === "zh-CN";
  const [before, after] = [witness.before, witness.after].map((decision) => decidedText(decision, locale, context));
  if (changed !== "effects") {
    return isChinese ? `${when}：原为${before}，现为${after}。` : `${when}: ${before} before, ${after} now.`;
  }
  const [done, doneNow] = [witness.before, witness.after].map((decision) => effectsText(decision, locale, context));
  return isChinese
    ? `${when}：仍为${after}，但附带动作原为${done}，现为${doneNow}。`
    : `${when}: still ${after}, but besides that ${done} before, ${doneNow} now.`;
}

function decidedText(decision: Decision, locale: Locale, context: TextContext): string {
  const { decision: type, reason, params, ruleId } = decision;
  // What a rule's parameter refers to has been resolved; an amount is not told here.
  const told = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null)) as Record<
    string,
    ParamValue
  >;
  const said = decisionText({ type, reason: reason as ReasonCode, params: told }, locale);
  if (ruleId === otherwiseRuleId) return said;
  const name = ruleName(ruleId, context);
  return locale === "zh-CN" ? `${said}，依${name}` : `${said} by ${name}`;
}

function effectsText({ effects }: Decision, locale: Locale, context: TextContext): string {
  const said = effects.map(({ type, params }) =>
    effectText({ type: type as EffectType, params: params as Record<string, ParamValue> }, locale, context),
  );
  if (said.length === 0) return locale === "zh-CN" ? "无" : "nothing";
  return said.join(locale === "zh-CN" ? "、" : ", ");
}
