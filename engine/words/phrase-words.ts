import type { FactId } from "../model/vocabulary.ts";
import type { Locale, Words } from "./locale.ts";

/** A whole clause and its opposite, for conditions that have a better wording than "name is value". */
type Clause = { readonly is: Words; readonly isNot: Words };

/** The clause for "fact is value" (or is not), where there is one. */
export function valuePhrase(id: FactId, value: string, isNot: boolean, locale: Locale): string | null {
  const clause = valueClauses[id]?.[value];
  return clause ? clause[isNot ? "isNot" : "is"][locale] : null;
}

/** The clause for an amount that is nothing, or more than nothing. */
export function zeroPhrase(id: FactId, isNothing: boolean, locale: Locale): string | null {
  const clause = zeroClauses[id];
  return clause ? clause[isNothing ? "is" : "isNot"][locale] : null;
}

/** The clause for a fact that is not known, or is. */
export function knownPhrase(id: FactId, isKnown: boolean, locale: Locale): string | null {
  const clause = unknownClauses[id];
  return clause ? clause[isKnown ? "isNot" : "is"][locale] : null;
}

const valueClauses: { readonly [Id in FactId]?: Readonly<Record<string, Clause>> } = {
  "lane.direction": {
    entry: {
      is: { en: "the vehicle is at an entry", "zh-CN": "车辆在入口" },
      isNot: { en: "the vehicle is not at an entry", "zh-CN": "车辆不在入口" },
    },
    exit: {
      is: { en: "the vehicle is at an exit", "zh-CN": "车辆在出口" },
      isNot: { en: "the vehicle is not at an exit", "zh-CN": "车辆不在出口" },
    },
    transfer: {
      is: { en: "the vehicle is between two areas", "zh-CN": "车辆在区域之间的车道" },
      isNot: { en: "the vehicle is not between two areas", "zh-CN": "车辆不在区域之间的车道" },
    },
  },
  "lane.mode": {
    normal: {
      is: { en: "the lane works normally", "zh-CN": "车道为正常模式" },
      isNot: { en: "the lane does not work normally", "zh-CN": "车道不为正常模式" },
    },
    heldOpen: {
      is: { en: "the lane is held open", "zh-CN": "车道常开" },
      isNot: { en: "the lane is not held open", "zh-CN": "车道未常开" },
    },
    closed: {
      is: { en: "the lane is closed", "zh-CN": "车道已关闭" },
      isNot: { en: "the lane is not closed", "zh-CN": "车道未关闭" },
    },
    closedToTransient: {
      is: { en: "the lane is closed to visitors", "zh-CN": "车道对临时车关闭" },
      isNot: { en: "the lane is not closed to visitors", "zh-CN": "车道未对临时车关闭" },
    },
  },
  "payment.state": {
    none: {
      is: { en: "nothing has been paid", "zh-CN": "尚未付款" },
      isNot: { en: "a payment has been tried", "zh-CN": "已有付款操作" },
    },
    pending: {
      is: { en: "a payment is under way", "zh-CN": "付款正在处理" },
      isNot: { en: "no payment is under way", "zh-CN": "没有正在处理的付款" },
    },
    paid: {
      is: { en: "the stay is paid", "zh-CN": "停车费已付" },
      isNot: { en: "the stay is not paid", "zh-CN": "停车费未付" },
    },
    failed: {
      is: { en: "the payment failed", "zh-CN": "付款失败" },
      isNot: { en: "no payment failed", "zh-CN": "没有付款失败" },
    },
  },
  "match.kind": {
    exact: {
      is: { en: "the plate matches a known vehicle exactly", "zh-CN": "车牌与已知车辆完全一致" },
      isNot: { en: "the plate matches no known vehicle exactly", "zh-CN": "车牌未与已知车辆完全一致" },
    },
    fuzzy: {
      is: { en: "the plate only resembles a known vehicle's", "zh-CN": "车牌仅与已知车辆相似" },
      isNot: { en: "the plate does not merely resemble a known vehicle's", "zh-CN": "车牌不是仅与已知车辆相似" },
    },
    none: {
      is: { en: "the plate matches no known vehicle", "zh-CN": "车牌没有匹配到已知车辆" },
      isNot: { en: "the plate matches a known vehicle or there is none", "zh-CN": "车牌匹配到已知车辆或无车牌" },
    },
    noPlate: {
      is: { en: "the camera saw no plate", "zh-CN": "相机未见车牌" },
      isNot: { en: "the camera saw a plate", "zh-CN": "相机看到车牌" },
    },
  },
  "link.cloud": {
    up: {
      is: { en: "the cloud can be reached", "zh-CN": "云端连接正常" },
      isNot: { en: "the cloud cannot be reached well", "zh-CN": "云端连接不正常" },
    },
    degraded: {
      is: { en: "the link to the cloud is weak", "zh-CN": "云端连接不稳定" },
      isNot: { en: "the link to the cloud is not weak", "zh-CN": "云端连接并非不稳定" },
    },
    down: {
      is: { en: "the cloud cannot be reached", "zh-CN": "无法连接云端" },
      isNot: { en: "the cloud can be reached, perhaps weakly", "zh-CN": "云端可以连接（可能不稳定）" },
    },
  },
};

const zeroClauses: { readonly [Id in FactId]?: Clause } = {
  "fee.due": {
    is: { en: "nothing is due", "zh-CN": "无需付款" },
    isNot: { en: "something is due", "zh-CN": "有待付费用" },
  },
  "fee.total": {
    is: { en: "the stay is free", "zh-CN": "停车免费" },
    isNot: { en: "the stay costs something", "zh-CN": "停车需付费" },
  },
  "fee.paid": {
    is: { en: "nothing has been paid", "zh-CN": "尚未付款" },
    isNot: { en: "something has been paid", "zh-CN": "已付部分或全部费用" },
  },
  "debt.amount": {
    is: { en: "there are no unpaid fees", "zh-CN": "没有欠费" },
    isNot: { en: "there are unpaid fees", "zh-CN": "有欠费" },
  },
  "debt.count": {
    is: { en: "there are no unpaid stays", "zh-CN": "没有欠费的停车" },
    isNot: { en: "there are unpaid stays", "zh-CN": "有欠费的停车" },
  },
  "area.available": {
    is: { en: "the area is full", "zh-CN": "区域车位已满" },
    isNot: { en: "the area has free places", "zh-CN": "区域有空余车位" },
  },
  "area.availableForClass": {
    is: { en: "the area is full for this vehicle class", "zh-CN": "该车型的车位已满" },
    isNot: { en: "the area has free places for this vehicle class", "zh-CN": "该车型有空余车位" },
  },
  "visits.today": {
    is: { en: "the vehicle has not been here today", "zh-CN": "车辆今日未来过" },
    isNot: { en: "the vehicle has been here today", "zh-CN": "车辆今日来过" },
  },
};

const unknownClauses: { readonly [Id in FactId]?: Clause } = {
  "plate.text": {
    is: { en: "the plate was not read", "zh-CN": "车牌未识别" },
    isNot: { en: "the plate was read", "zh-CN": "车牌已识别" },
  },
  "fee.due": {
    is: { en: "the amount due could not be worked out", "zh-CN": "无法计算应付金额" },
    isNot: { en: "the amount due could be worked out", "zh-CN": "应付金额已算出" },
  },
  "payment.age": {
    is: { en: "no payment is known", "zh-CN": "没有已知的付款" },
    isNot: { en: "a payment is known", "zh-CN": "有已知的付款" },
  },
};
