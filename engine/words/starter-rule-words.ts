import type { Locale, Words } from "./locale.ts";

/** The name of a rule of the starter set; its id when it is not one of them. */
export function starterRuleName(id: string, locale: Locale): string {
  return Object.hasOwn(starterRuleNames, id) ? starterRuleNames[id]![locale] : id;
}

const starterRuleNames: Readonly<Record<string, Words>> = {
  "exempt-entry": { en: "Exempt vehicle enters", "zh-CN": "豁免车辆入场" },
  "exempt-exit": { en: "Exempt vehicle leaves", "zh-CN": "豁免车辆离场" },
  "exempt-transfer": { en: "Exempt vehicle changes area", "zh-CN": "豁免车辆换区" },
  "second-vehicle": { en: "Second vehicle close behind", "zh-CN": "后方有车跟随" },
  "held-open-entry": { en: "Entry held open", "zh-CN": "入口常开" },
  "held-open-exit": { en: "Exit held open", "zh-CN": "出口常开" },
  "held-open-transfer": { en: "Lane between areas held open", "zh-CN": "区域间车道常开" },
  "lane-closed": { en: "Lane closed", "zh-CN": "车道关闭" },
  "exit-lane-closed": { en: "Exit closed: call support", "zh-CN": "出口关闭：呼叫客服" },
  blocked: { en: "Blocked vehicle", "zh-CN": "黑名单车辆" },
  "permit-entry": { en: "Permit enters", "zh-CN": "许可车辆入场" },
  "permit-exit": { en: "Permit leaves", "zh-CN": "许可车辆离场" },
  "permit-transfer": { en: "Permit changes area", "zh-CN": "许可车辆换区" },
  "closed-to-transient": { en: "Closed to visitors", "zh-CN": "对临时车关闭" },
  "lot-full": { en: "Lot full", "zh-CN": "车位已满" },
  "plate-unread": { en: "Plate not read", "zh-CN": "车牌未识别" },
  entry: { en: "Visitor enters", "zh-CN": "临时车入场" },
  transfer: { en: "Visitor changes area", "zh-CN": "临时车换区" },
  "exit-plate-uncertain": { en: "Exit with a similar plate: ask support", "zh-CN": "离场车牌仅相似：请客服确认" },
  "exit-without-entry": { en: "Exit without entry", "zh-CN": "无入场记录离场" },
  "nothing-due": { en: "Nothing due", "zh-CN": "无需付款" },
  paid: { en: "Paid", "zh-CN": "已付款" },
  "fee-due": { en: "Fee due", "zh-CN": "有待付费用" },
};
