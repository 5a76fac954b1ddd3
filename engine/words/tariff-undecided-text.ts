import type { Locale, Words } from "./locale.ts";

/** What verifying a tariff, or comparing two, could not settle within its bounds. */
const questions: Readonly<Record<string, Words>> = {
  feeFalls: {
    en: "Whether a longer stay can cost less was not settled for every stay.",
    "zh-CN": "未能确定是否存在停得更久反而更便宜的情况。",
  },
  "fee.fallsInWindow": {
    en: "Whether a longer stay can cost less here was not settled.",
    "zh-CN": "未能确定此处是否会停得更久反而更便宜。",
  },
  "fee.fallsByExitTime": {
    en: "No stay was found that costs less than a shorter one here; stays of more than a week were not looked at.",
    "zh-CN": "未发现此处停得更久反而更便宜的情况；未检查超过一周的停车。",
  },
  "fee.fallsInTier": {
    en: "This total is lower than the one before; no stay was found that pays less for it.",
    "zh-CN": "此阶梯总价低于上一级；未发现因此少付的停车。",
  },
  "collection.neverHolds": {
    en: "Whether each of these prices ever holds was not settled: there are too many days to look at.",
    "zh-CN": "未能确定这些价格是否都会生效：需要检查的日期过多。",
  },
  "cap.neverBinds": {
    en: "No stay was found that this limit makes cheaper; not every stay was looked at.",
    "zh-CN": "未发现因此封顶而少付的停车；并未检查所有停车。",
  },
  "eligibility.neverUsed": {
    en: "There are too many kinds of stay to say which rows are never used.",
    "zh-CN": "停车种类过多，未能确定哪些行永远用不到。",
  },
  tariffSize: {
    en: "The tariff is too large to be looked at in full.",
    "zh-CN": "价目规模过大，未能全部检查。",
  },
  stayHistory: {
    en: "This changes too. It matters to stays with an earlier visit or payment, which were not compared.",
    "zh-CN": "此处也有改动，影响有过往停车或付款的车辆，未作比较。",
  },
  stayKinds: {
    en: "There are too many kinds of stay: not all of them were compared.",
    "zh-CN": "停车种类过多，未全部比较。",
  },
  stayDays: {
    en: "There are too many kinds of day: not all of them were compared.",
    "zh-CN": "日期种类过多，未全部比较。",
  },
  stayEntries: {
    en: "Entries were compared at each quarter of an hour only.",
    "zh-CN": "仅比较了每一刻钟的入场时间。",
  },
  stayLength: {
    en: "The tariffs name longer times: stays of more than 15 days were not compared.",
    "zh-CN": "价目涉及更长时间：未比较超过 15 天的停车。",
  },
  stayCount: {
    en: "There is too much to compare: what is shown is not all.",
    "zh-CN": "比较量过大，所列并非全部。",
  },
};

/** A question left open, as a sentence; none for a question that is not about a tariff. */
export function tariffUndecidedText(question: string, locale: Locale): string | undefined {
  return Object.hasOwn(questions, question) ? questions[question]![locale] : undefined;
}
