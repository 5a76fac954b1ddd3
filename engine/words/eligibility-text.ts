import type { Eligibility } from "../model/eligibility.ts";
import type { EnumName } from "../model/enums.ts";
import { enumWord } from "./enum-words.ts";
import type { Locale } from "./locale.ts";

/** Whom a rate is for: "motorcycle, with permit parking", "摩托车，持有停车许可". Empty for everybody. */
export function eligibilityText(eligibility: Eligibility, locale: Locale): string {
  const zh = locale === "zh-CN";
  const named = (words: readonly string[] | undefined, before: string, list?: EnumName): string => {
    if (words === undefined) return "";
    const texts = words.map((word) => (list ? enumWord(list, word, locale) : word));
    return `${before}${texts.join(zh ? "或" : " or ")}`;
  };
  return [
    named(eligibility.vehicleTypes, "", "vehicleClass"),
    named(eligibility.propulsionEnergyType, zh ? "动力类型为" : "powered by ", "propulsion"),
    named(eligibility.zones, zh ? "位于区域 " : "in area "),
    named(eligibility.products, zh ? "购买产品 " : "with product "),
    named(eligibility.activeAssignedRight, zh ? "持有" : "with ", "rightKind"),
    named(eligibility.userQualifications, zh ? "具备资格 " : "entitled as "),
    named(eligibility.seasons, zh ? "季节为 " : "in season "),
    named(eligibility.validations, zh ? "持有优惠 " : "with validation "),
    entriesText(eligibility.entriesToday, zh ? "当天" : "of the day", locale),
    entriesText(eligibility.entriesLastHour, zh ? "一小时内" : "of the hour", locale),
    eligibility.lostCredential ? (zh ? "凭证遗失" : "without a ticket") : "",
  ]
    .filter((part) => part !== "")
    .join(zh ? "，" : ", ");
}

function entriesText(range: Eligibility["entriesToday"], when: string, locale: Locale): string {
  if (range === undefined) return "";
  const { min, max } = range;
  if (locale === "zh-CN")
    return `${when}第 ${min} ${max === undefined ? "次起" : max === min ? "次" : `至 ${max} 次`}入场`;
  if (max === undefined) return `on entry ${min} ${when} and later`;
  return max === min ? `on entry ${min} ${when}` : `on entries ${min} to ${max} ${when}`;
}
