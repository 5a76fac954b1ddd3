import { formatMoney } from "../model/money.ts";
import type { FeeLine } from "../price/quote.ts";
import { enumWord } from "./enum-words.ts";
import type { Locale } from "./locale.ts";
import { capText } from "./rate-table-cap.ts";
import { durationText, unitsText, unitText } from "./rate-table-units.ts";

/**
 * What a fee line is for, without its amount, which stands beside it.
 *
 * @example "Day, 4 started hours × ¥5.00"; "日间，4 小时 × ¥5.00"
 */
export function feeLineText(line: FeeLine, currency: string, locale: Locale): string {
  const zh = locale === "zh-CN";
  const text = detailText(line, currency, locale);
  const names = [partText(line.params ?? {}, locale), line.label ?? ""].filter((name) => name !== "");
  const named = names.length === 0 ? capitalised(text) : [...names, text].join(zh ? "，" : ", ");
  const times = line.times ?? 1;
  if (times === 1 || line.kind === "flat" || line.kind === "time") return named;
  return zh ? `${named}，${times} 次` : `${named}, ${times} times`;
}

function detailText(line: FeeLine, currency: string, locale: Locale): string {
  const zh = locale === "zh-CN";
  const params = line.params ?? {};
  const price = formatMoney(line.unitPriceMinor ?? 0, currency);
  switch (line.kind) {
    case "time":
      return timeText(line, price, locale);
    case "flat": {
      const times = line.times ?? 1;
      if (times === 1) return zh ? "固定价" : "flat";
      return zh ? `固定价，${times} 次 × ${price}` : `flat, ${times} × ${price}`;
    }
    case "tier": {
      const upTo = params.upToMinutes;
      if (typeof upTo !== "number") return zh ? "更长停车的总价" : "total for longer stays";
      return zh ? `${durationText(upTo, locale)}以内的总价` : `total for up to ${durationText(upTo, locale)}`;
    }
    case "free":
      return freeText(params, locale);
    case "cap":
      return capText(
        { scope: String(params.scope), minutes: Number(params.minutes), amountMinor: Number(params.limitMinor) },
        { currency, locale },
      );
    case "minimum":
      return zh ? "补足最低收费" : "up to the minimum charge";
    case "discount":
      return discountText(params, locale);
    case "tax": {
      const rate = Number(params.rateBasisPoints) / 100;
      return zh ? `税 ${rate}%` : `tax ${rate}%`;
    }
    case "surcharge":
      return surchargeText(params, locale);
    case "rounding":
      return zh ? "取整" : "rounding";
  }
}

function timeText(line: FeeLine, price: string, locale: Locale): string {
  const { units = 0, unitMinutes = 60 } = line;
  if (line.params?.rounding === "exact") {
    const minutes = Math.round(units * unitMinutes);
    const unit = unitText(unitMinutes, locale);
    if (locale === "zh-CN") return `${durationText(minutes, locale)}，每 ${unit} ${price}`;
    return `${durationText(minutes, locale)} at ${price} per ${unit}`;
  }
  const broken = String(line.params?.rounding ?? "up");
  return `${unitsText(units, unitMinutes, { broken, locale })} × ${price}`;
}

/** Which part of the stay a line is for, where it is not the stay's own. */
function partText({ part, partName }: Record<string, string | number>, locale: Locale): string {
  if (part === "maxStay") return locale === "zh-CN" ? "超出最长停车时间" : "Beyond the longest stay";
  if (part === "right") return capitalised(enumWord("rightKind", String(partName), locale));
  return part === "area" ? String(partName) : "";
}

function freeText(params: Record<string, string | number>, locale: Locale): string {
  const zh = locale === "zh-CN";
  switch (params.reason) {
    case "turnRound":
      return zh ? "掉头离场，免费" : "only turned round, free";
    case "right": {
      const right = enumWord("rightKind", String(params.right), locale);
      return zh ? `${right}有效，免费` : `covered by ${right}`;
    }
    case "area":
      return zh ? `${params.area} 内免费` : `free in ${params.area}`;
    case "passThrough":
      return zh ? "途经外场，免费" : "passing through, free";
    default:
      return zh ? "免费" : "free";
  }
}

function discountText(params: Record<string, string | number>, locale: Locale): string {
  const zh = locale === "zh-CN";
  if (params.reason === "validationLimit") return zh ? "优惠超出上限的部分" : "validations beyond their limit";
  if (params.reason === "validation") return zh ? "优惠" : "validation";
  return zh ? "折扣" : "discount";
}

function surchargeText(params: Record<string, string | number>, locale: Locale): string {
  const zh = locale === "zh-CN";
  if (params.reason === "lostCredential") return zh ? "凭证遗失" : "lost ticket";
  if (params.reason === "maxStay") return zh ? "超过最长停车时间" : "longer than the longest stay";
  if (params.reason === "noReturn") return zh ? "过早返场" : "came back too soon";
  return zh ? "附加费" : "surcharge";
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
