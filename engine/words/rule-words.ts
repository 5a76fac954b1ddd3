import type { RuleOutcome } from "#contracts/trace.ts";
import type { OperatorId } from "../model/operators.ts";
import type { RuleGroup, UnknownChoice } from "../model/rule.ts";
import type { FactSource, FactUnit, UnknownMeaning } from "../model/vocabulary.ts";
import type { Locale, Words } from "./locale.ts";

/** An operator as it stands in a list to choose from: "is less than". */
export function operatorWord(operator: OperatorId, locale: Locale): string {
  return operatorWords[operator][locale];
}

/** The name of an order group. */
export function groupWord(group: RuleGroup | "otherwise", locale: Locale): string {
  return groupWords[group][locale];
}

/** How a rule came out in a trace. */
export function outcomeWord(outcome: RuleOutcome, locale: Locale): string {
  return outcomeWords[outcome][locale];
}

/** What a condition does when its fact is unknown. */
export function unknownChoiceWord(choice: UnknownChoice, locale: Locale): string {
  return unknownChoiceWords[choice][locale];
}

/** Why a fact can be unknown. */
export function unknownMeaningWord(meaning: UnknownMeaning, locale: Locale): string {
  return unknownMeaningWords[meaning][locale];
}

/** Where a fact comes from. */
export function sourceWord(source: FactSource, locale: Locale): string {
  return sourceWords[source][locale];
}

/** What stands beside a fact that nothing fills in yet. */
export function noSourceWord(locale: Locale): string {
  return noSourceWords[locale];
}

/** The unit at the end of a number field. */
export function unitWord(unit: FactUnit, locale: Locale): string {
  return unitWords[unit][locale];
}

const operatorWords: Readonly<Record<OperatorId, Words>> = {
  equal: { en: "is", "zh-CN": "是" },
  notEqual: { en: "is not", "zh-CN": "不是" },
  in: { en: "is one of", "zh-CN": "是其中之一" },
  notIn: { en: "is none of", "zh-CN": "不是其中任何一个" },
  lessThan: { en: "is less than", "zh-CN": "小于" },
  lessThanInclusive: { en: "is at most", "zh-CN": "不超过" },
  greaterThan: { en: "is more than", "zh-CN": "大于" },
  greaterThanInclusive: { en: "is at least", "zh-CN": "不少于" },
  contains: { en: "include", "zh-CN": "包含" },
  doesNotContain: { en: "do not include", "zh-CN": "不包含" },
  isKnown: { en: "is known", "zh-CN": "已知" },
  isUnknown: { en: "is not known", "zh-CN": "未知" },
};

const groupWords: Readonly<Record<RuleGroup | "otherwise", Words>> = {
  safety: { en: "Safety and exempt", "zh-CN": "安全与豁免" },
  laneMode: { en: "Lane mode", "zh-CN": "车道模式" },
  block: { en: "Block", "zh-CN": "禁止" },
  right: { en: "Permit or reservation", "zh-CN": "许可或预约" },
  capacity: { en: "Capacity", "zh-CN": "车位" },
  money: { en: "Money", "zh-CN": "费用" },
  otherwise: { en: "Otherwise", "zh-CN": "其他情况" },
};

const outcomeWords: Readonly<Record<RuleOutcome, Words>> = {
  matched: { en: "Matched", "zh-CN": "已匹配" },
  notMatched: { en: "Not matched", "zh-CN": "未匹配" },
  notReached: { en: "Not reached", "zh-CN": "未到达" },
  unknown: { en: "Could not tell", "zh-CN": "无法判断" },
};

const unknownChoiceWords: Readonly<Record<UnknownChoice, Words>> = {
  skip: { en: "the condition does not hold", "zh-CN": "视为条件不成立" },
  holds: { en: "the condition counts as met", "zh-CN": "视为条件成立" },
};

const unknownMeaningWords: Readonly<Record<UnknownMeaning, Words>> = {
  never: { en: "always known", "zh-CN": "始终已知" },
  notRead: { en: "the camera or reader gave no reading", "zh-CN": "相机或读卡器没有读数" },
  stale: { en: "the copy on the edge is missing or too old", "zh-CN": "边缘端的数据缺失或过旧" },
  noSession: { en: "there is no open stay", "zh-CN": "没有未结束的停车" },
  noMatch: { en: "no known vehicle matched", "zh-CN": "没有匹配到已知车辆" },
  noVisits: {
    en: "another edge of the lot may know of visits that this one does not",
    "zh-CN": "车场另有边缘端，其来访记录本端未知",
  },
  noEarlierVisit: { en: "no earlier visit is known", "zh-CN": "没有已知的上次来访" },
  noRight: { en: "there is no permit, or the copy is too old", "zh-CN": "没有许可，或数据过旧" },
  noReservation: { en: "there is no reservation, or the copy is too old", "zh-CN": "没有预约，或数据过旧" },
  noQuote: { en: "no fee could be worked out", "zh-CN": "无法计算费用" },
  noPayment: { en: "nothing has been paid", "zh-CN": "尚未付款" },
  noGrant: { en: "the cloud granted nothing, or the grant is too old", "zh-CN": "没有云端授权，或授权过旧" },
  noEntry: { en: "the vehicle comes from outside", "zh-CN": "车辆来自场外" },
  notCounted: { en: "the area is not counted", "zh-CN": "该区域没有计数" },
  noSensor: { en: "the sensor is absent or faulty", "zh-CN": "没有传感器或传感器故障" },
  noCalendar: { en: "the calendar does not reach this day", "zh-CN": "日历未包含这一天" },
};

const sourceWords: Readonly<Record<FactSource, Words>> = {
  edge: { en: "edge", "zh-CN": "边缘端" },
  camera: { en: "camera", "zh-CN": "相机" },
  lane: { en: "reader at the lane", "zh-CN": "车道读卡器" },
  config: { en: "settings", "zh-CN": "设置" },
  synced: { en: "copy from the cloud", "zh-CN": "云端同步" },
  edgeAndSynced: { en: "edge and copy from the cloud", "zh-CN": "边缘端与云端同步" },
  engine: { en: "quote", "zh-CN": "计费" },
  io: { en: "sensors", "zh-CN": "传感器" },
};

const noSourceWords: Words = {
  en: "this lot has no source for it yet: always unknown",
  "zh-CN": "本车场尚无数据来源：始终未知",
};

const unitWords: Readonly<Record<FactUnit, Words>> = {
  minutes: { en: "minutes", "zh-CN": "分钟" },
  minorUnits: { en: "money", "zh-CN": "金额" },
  count: { en: "number", "zh-CN": "数量" },
  share: { en: "0 to 1", "zh-CN": "0 到 1" },
  minuteOfDay: { en: "time of day", "zh-CN": "时刻" },
  isoWeekday: { en: "day of the week", "zh-CN": "星期" },
};
