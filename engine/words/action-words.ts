import type { decisions, EffectType, effects } from "../model/actions.ts";
import type { DecisionType } from "../model/enums.ts";
import { enumWord } from "./enum-words.ts";
import type { Locale, Words } from "./locale.ts";

/** The status word of a decision that was made: "Opened", "Held". */
export function decisionWord(type: DecisionType, locale: Locale): string {
  return enumWord("decision", type, locale);
}

/** What a rule that decides so tells the lane to do: "open the gate". */
export function decisionPhrase(type: DecisionType, locale: Locale): string {
  return decisionPhrases[type][locale];
}

/** What an effect does: "call support". */
export function effectWord(type: EffectType, locale: Locale): string {
  return effectWords[type][locale];
}

/** The label of a parameter in a form. */
export function paramWord(param: string, locale: Locale): string {
  return Object.hasOwn(paramWords, param) ? paramWords[param as keyof typeof paramWords][locale] : param;
}

/** The word for a decision or effect by its id; the id itself when it is neither. */
export function actionWord(type: string, locale: Locale): string {
  const words: Readonly<Record<string, Words>> = { ...decisionPhrases, ...effectWords };
  return Object.hasOwn(words, type) ? words[type]![locale] : type;
}

const decisionPhrases: Readonly<Record<DecisionType, Words>> = {
  release: { en: "open the gate", "zh-CN": "开闸放行" },
  hold: { en: "hold the vehicle", "zh-CN": "拦停车辆" },
  refuse: { en: "turn the vehicle away", "zh-CN": "拒绝通行" },
  requestPayment: { en: "ask for payment", "zh-CN": "要求付款" },
  requestConfirm: { en: "ask a person to confirm", "zh-CN": "请人工确认" },
};

const effectWords: Readonly<Record<EffectType, Words>> = {
  openSession: { en: "start the stay", "zh-CN": "开始停车" },
  closeSession: { en: "end the stay", "zh-CN": "结束停车" },
  moveSession: { en: "move the stay to another area", "zh-CN": "将停车转到其他区域" },
  cancelSession: { en: "cancel the stay", "zh-CN": "取消停车" },
  chargeAuto: { en: "charge automatically", "zh-CN": "自动扣费" },
  recordDebt: { en: "record as unpaid", "zh-CN": "记为欠费" },
  adjustCount: { en: "adjust the count", "zh-CN": "调整车辆计数" },
  display: { en: "show on the display", "zh-CN": "屏幕显示" },
  say: { en: "say aloud", "zh-CN": "语音播报" },
  flagAnomaly: { en: "note an anomaly", "zh-CN": "记录异常" },
  callSupport: { en: "call support", "zh-CN": "呼叫客服" },
  setLaneMode: { en: "set the lane mode", "zh-CN": "设置车道模式" },
};

type DecisionParam = { [Type in DecisionType]: keyof (typeof decisions)[Type]["params"] }[DecisionType];
type EffectParam = { [Type in EffectType]: keyof (typeof effects)[Type]["params"] }[EffectType];

const paramWords: Readonly<Record<DecisionParam | EffectParam, Words>> = {
  openForSeconds: { en: "open for", "zh-CN": "开闸时长" },
  retryAfterSeconds: { en: "try again after", "zh-CN": "重试间隔" },
  amount: { en: "amount", "zh-CN": "金额" },
  channels: { en: "ways to pay", "zh-CN": "付款方式" },
  timeoutSeconds: { en: "wait at most", "zh-CN": "最长等待" },
  who: { en: "who confirms", "zh-CN": "由谁确认" },
  candidates: { en: "show similar vehicles", "zh-CN": "显示相似车辆" },
  areaId: { en: "area", "zh-CN": "区域" },
  class: { en: "vehicle class", "zh-CN": "车型" },
  delta: { en: "change by", "zh-CN": "增减数量" },
  template: { en: "text", "zh-CN": "文字" },
  lines: { en: "own lines", "zh-CN": "自定义文字" },
  language: { en: "language", "zh-CN": "语言" },
  seconds: { en: "for", "zh-CN": "持续时间" },
  code: { en: "kind", "zh-CN": "类型" },
  severity: { en: "severity", "zh-CN": "严重程度" },
  attach: { en: "attach", "zh-CN": "附件" },
  reason: { en: "reason", "zh-CN": "原因" },
  priority: { en: "priority", "zh-CN": "优先级" },
  mode: { en: "mode", "zh-CN": "模式" },
  forMinutes: { en: "for", "zh-CN": "持续时间" },
};
