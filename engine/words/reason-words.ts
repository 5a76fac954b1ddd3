import type { ReasonCode } from "../model/enums.ts";
import type { Locale, Words } from "./locale.ts";

/** The word for a reason of a decision, alone; the code itself when it is not one. Lists need no other words. */
export function reasonWord(code: string, locale: Locale): string {
  const words: Readonly<Record<string, Words>> = reasonWords;
  return Object.hasOwn(words, code) ? words[code]![locale] : code;
}

export const reasonWords: Readonly<Record<ReasonCode, Words>> = {
  exempt: { en: "exempt", "zh-CN": "豁免车辆" },
  emergency: { en: "emergency", "zh-CN": "紧急情况" },
  laneHeldOpen: { en: "lane held open", "zh-CN": "车道常开" },
  laneClosed: { en: "lane closed", "zh-CN": "车道关闭" },
  laneClosedToTransient: { en: "lane closed to visitors", "zh-CN": "车道对临时车关闭" },
  blocked: { en: "on the block list", "zh-CN": "在黑名单中" },
  allowed: { en: "on the allow list", "zh-CN": "在白名单中" },
  permit: { en: "valid permit", "zh-CN": "许可有效" },
  permitNotHere: { en: "permit not valid here", "zh-CN": "许可不适用于此处" },
  reservation: { en: "reservation", "zh-CN": "已预约" },
  reservationTooEarly: { en: "too early for the reservation", "zh-CN": "早于预约时间" },
  reservationTooLate: { en: "too late for the reservation", "zh-CN": "晚于预约时间" },
  grant: { en: "granted by the cloud", "zh-CN": "云端授权" },
  entry: { en: "entry", "zh-CN": "入场" },
  transfer: { en: "moving between areas", "zh-CN": "区域间通行" },
  full: { en: "lot full", "zh-CN": "车位已满" },
  free: { en: "free stay", "zh-CN": "免费停车" },
  nothingDue: { en: "nothing due", "zh-CN": "无需付款" },
  paid: { en: "paid", "zh-CN": "已付款" },
  autoPay: { en: "automatic payment", "zh-CN": "自动扣费" },
  feeDue: { en: "fee due", "zh-CN": "有待付费用" },
  graceOver: { en: "time to leave is over", "zh-CN": "已超过离场时限" },
  paymentPending: { en: "payment under way", "zh-CN": "付款处理中" },
  paymentFailed: { en: "payment failed", "zh-CN": "付款失败" },
  debt: { en: "unpaid fees", "zh-CN": "有欠费" },
  noEntry: { en: "no entry found", "zh-CN": "无入场记录" },
  alreadyInside: { en: "already inside", "zh-CN": "车辆已在场内" },
  noPlate: { en: "no plate", "zh-CN": "无车牌" },
  plateUnread: { en: "plate not read", "zh-CN": "车牌未识别" },
  plateUncertain: { en: "plate uncertain", "zh-CN": "车牌识别不确定" },
  tailgate: { en: "second vehicle close behind", "zh-CN": "后方有车跟随" },
  fault: { en: "fault", "zh-CN": "设备故障" },
  offline: { en: "no link to the cloud", "zh-CN": "与云端断开" },
  outsideHours: { en: "outside the hours", "zh-CN": "不在允许时段" },
  notKnown: { en: "not known yet", "zh-CN": "暂不清楚" },
  noRule: { en: "no rule decided", "zh-CN": "没有规则作出决定" },
  other: { en: "other", "zh-CN": "其他" },
};
