import type { DecisionAction, EffectAction, ReleaseRule } from "../model/rule.ts";
import { decisionPhrase, effectWord } from "./action-words.ts";
import { conditionText } from "./condition-text.ts";
import { enumWord } from "./enum-words.ts";
import type { Locale } from "./locale.ts";
import { durationText, type TextContext } from "./value-text.ts";

/**
 * A rule read back as a sentence in the reader's language.
 *
 * @example "When the vehicle is at an exit and nothing is due, open the gate (nothing due) and end the stay."
 */
export function ruleSentence(rule: ReleaseRule, locale: Locale, context: TextContext = {}): string {
  const when = conditionText(rule.when, locale, context);
  const { decision, effects } = rule.then;
  const acts = [
    ...(decision ? [decisionText(decision, locale)] : []),
    ...effects.map((effect) => effectText(effect, locale, context)),
  ];
  if (locale === "zh-CN") return when === "" ? `任何情况下，${acts.join("，")}。` : `当${when}时，${acts.join("，")}。`;
  const said = acts.length < 2 ? acts.join("") : `${acts.slice(0, -1).join(", ")} and ${acts.at(-1)}`;
  return when === "" ? `Always ${said}.` : `When ${when}, ${said}.`;
}

/** What the rule does with facts that are not known, as a sentence. */
export function unknownSentence({ ifUnknown }: Pick<ReleaseRule, "ifUnknown">, locale: Locale): string {
  if (locale === "zh-CN") return ifUnknown === "skip" ? "信息未知时，视为条件不成立。" : "信息未知时，视为条件成立。";
  return ifUnknown === "skip" ? "What is not known yet does not count as met." : "What is not known yet counts as met.";
}

/** A decision with its parameters and reason: "open the gate for 20 s (paid)". */
export function decisionText({ type, reason, params }: DecisionAction, locale: Locale): string {
  const isChinese = locale === "zh-CN";
  const seconds = (value: unknown) => (isChinese ? `${value}秒` : `${value} s`);
  const why = enumWord("reason", reason, locale);
  const phrase = decisionPhrase(type, locale);
  const said: string[] = [];
  if (params.openForSeconds !== undefined) {
    said.push(isChinese ? `开闸${seconds(params.openForSeconds)}` : `for ${seconds(params.openForSeconds)}`);
  }
  if (params.retryAfterSeconds !== undefined) {
    const after = seconds(params.retryAfterSeconds);
    said.push(isChinese ? `${after}后重试` : `and try again after ${after}`);
  }
  if (Array.isArray(params.channels) && params.channels.length > 0) {
    const ways = params.channels.map((channel) => enumWord("channel", channel, locale));
    said.push(isChinese ? `方式为${ways.join("、")}` : `by ${ways.join(", ")}`);
  }
  if (params.who !== undefined) {
    const who = enumWord("confirmer", String(params.who), locale);
    said.push(isChinese ? `由${who}确认` : `(${who})`);
  }
  if (params.timeoutSeconds !== undefined) {
    const most = seconds(params.timeoutSeconds);
    said.push(isChinese ? `最长等待${most}` : `within ${most}`);
  }
  if (isChinese) return `${phrase}（${[why, ...said].join("，")}）`;
  return `${[phrase, ...said].join(" ")} (${why})`;
}

/** An effect with what matters of its parameters: show “Welcome”. */
export function effectText({ type, params }: EffectAction, locale: Locale, context: TextContext = {}): string {
  const isChinese = locale === "zh-CN";
  const word = effectWord(type, locale);
  switch (type) {
    case "display":
    case "say": {
      const lines = Array.isArray(params.lines) ? params.lines : [];
      const shown =
        params.template === "text" ? lines : [enumWord("template", String(params.template), locale), ...lines];
      const quoted = `“${shown.join(" ")}”`;
      if (isChinese) return `${word}${quoted}`;
      return type === "say" ? `say ${quoted}` : `show ${quoted} on the display`;
    }
    case "flagAnomaly":
      return withNote(word, enumWord("anomaly", String(params.code), locale), isChinese);
    case "callSupport":
      return withNote(word, enumWord("reason", String(params.reason), locale), isChinese);
    case "setLaneMode": {
      const mode = enumWord("laneMode", String(params.mode), locale);
      const length = durationText(Number(params.forMinutes), locale);
      return isChinese ? `将车道设为“${mode}”${length}` : `set the lane to ${mode} for ${length}`;
    }
    case "adjustCount": {
      const delta = Number(params.delta) > 0 ? `+${params.delta}` : String(params.delta);
      return isChinese ? `区域计数${delta}` : `change the area's count by ${delta}`;
    }
    case "moveSession":
    case "openSession":
    case "closeSession":
    case "cancelSession": {
      const area = typeof params.areaId === "string" ? (context.names?.[params.areaId] ?? params.areaId) : null;
      return area === null ? word : withNote(word, area, isChinese);
    }
    case "chargeAuto":
    case "recordDebt":
      return word;
  }
}

function withNote(word: string, note: string, isChinese: boolean): string {
  return isChinese ? `${word}（${note}）` : `${word} (${note})`;
}
