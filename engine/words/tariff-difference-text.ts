import { DAY_MINUTES, MINUTE_MS } from "../model/local-time.ts";
import { formatMoney } from "../model/money.ts";
import type { StayConditions } from "../verify/tariff/stay-profiles.ts";
import type { StayBound, TariffDifference } from "../verify/tariff/tariff-difference.ts";
import { enumWord } from "./enum-words.ts";
import type { Locale } from "./locale.ts";
import { periodText } from "./rate-table-period.ts";
import { clockText, listText } from "./rate-table-units.ts";
import { weekTimeText } from "./tariff-finding-params.ts";
import { durationText } from "./value-text.ts";

/** Kinds of stay, and dates, that a sentence names; of more it says how many. */
const NAMED_MAX = 3;

/**
 * Which stays change, by how much, and one of them.
 *
 * @example "All vehicles entering on Monday to Friday between 08:01 and 21:59 and staying at least 1 min and at most 2 d: €1.00 to €29.00 more. For example 2 h from Monday 10:00: €6.00 before, €8.00 now."
 */
export function tariffDifferenceText(difference: TariffDifference, currency: string, locale: Locale): string {
  const { witness } = difference;
  const { stay, entered } = witness;
  const who = whoText(difference, locale);
  const when = entryText(difference, locale);
  const range = rangeText(difference, locale);
  const change = changeText(difference, currency, locale);
  const length = durationText((stay.exitAt - stay.entryAt) / MINUTE_MS, locale);
  const from = weekTimeText(entered.dayOfWeek, entered.minuteOfDay, locale);
  const [before, after] = [witness.beforeMinor, witness.afterMinor].map((minor) => feeText(minor, currency, locale));
  if (locale === "zh-CN") {
    return `${who}，${when}入场，${range}：${change}。例如 ${from} 入场停 ${length}：原 ${before}，现 ${after}。`;
  }
  return `${who} entering ${when} and ${range}: ${change}. For example ${length} from ${from}: ${before} before, ${after} now.`;
}

function whoText({ isForAll, conditions }: TariffDifference, locale: Locale): string {
  const zh = locale === "zh-CN";
  if (isForAll) return zh ? "所有车辆" : "All vehicles";
  const kinds = conditions.slice(0, NAMED_MAX).map((one) => kindText(one, locale));
  const more = conditions.length - kinds.length;
  const named = more > 0 ? [...kinds, zh ? `其他 ${more} 类` : `${more} other kinds`] : kinds;
  const text = listText(named, locale);
  return zh ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

/** One kind of stay: "car, electric, zone A". What is said of nothing is every other vehicle. */
function kindText(conditions: StayConditions, locale: Locale): string {
  const zh = locale === "zh-CN";
  const { vehicleClass, propulsion, zone, product, permit, entitlement, season } = conditions;
  const { validations = [], entriesToday, entriesLastHour, lostCredential } = conditions;
  const said = [
    vehicleClass && enumWord("vehicleClass", vehicleClass, locale),
    propulsion && enumWord("propulsion", propulsion, locale),
    zone && (zh ? `区域 ${zone}` : `zone ${zone}`),
    product && (zh ? `产品 ${product}` : `product ${product}`),
    permit && enumWord("rightKind", permit, locale),
    entitlement && (zh ? `资格 ${entitlement}` : `entitlement ${entitlement}`),
    season && (zh ? `季节 ${season}` : `season ${season}`),
    ...validations.map((type) => (zh ? `优惠 ${type}` : `validation ${type}`)),
    entriesToday && (zh ? `当天第 ${entriesToday} 次入场` : `entry ${entriesToday} of the day`),
    entriesLastHour && (zh ? `一小时内第 ${entriesLastHour} 次入场` : `entry ${entriesLastHour} of the hour`),
    lostCredential && (zh ? "凭证遗失" : "without a ticket"),
  ].filter((part) => typeof part === "string");
  if (said.length === 0) return zh ? "其他车辆" : "other vehicles";
  return said.join(zh ? "、" : ", ");
}

/** "on Monday to Friday between 08:01 and 21:59", "周一至周五 08:01–21:59". */
function entryText({ daysOfWeek, dates, entry }: TariffDifference, locale: Locale): string {
  const zh = locale === "zh-CN";
  const days = daysOfWeek.length === 7 ? "" : periodText({ daysOfWeek }, locale);
  const named = daysOfWeek.length > 0 ? [] : dates.slice(0, NAMED_MAX);
  const more = daysOfWeek.length > 0 ? 0 : dates.length - named.length;
  const all = more > 0 ? [...named, zh ? `其他 ${more} 天` : `${more} other days`] : named;
  const on = all.length === 0 ? days : `${zh ? "" : "on "}${listText(all, locale)}`;
  const isAnyTime = entry.from === 0 && entry.to + (entry.everyMinutes ?? 1) === DAY_MINUTES;
  const [from, to] = [clockText(entry.from), clockText(entry.to)];
  if (isAnyTime) return on === "" ? (zh ? "任何时间" : "at any time") : on;
  const times =
    entry.from === entry.to ? (zh ? from : `at ${from}`) : zh ? `${from}–${to}` : `between ${from} and ${to}`;
  return [on, times].filter((part) => part !== "").join(" ");
}

function rangeText({ from, to }: TariffDifference, locale: Locale): string {
  const zh = locale === "zh-CN";
  if (from.by === "stay" && to.by === "stay") {
    const [least, most] = [durationText(from.minutes, locale), durationText(to.minutes, locale)];
    if (from.minutes === to.minutes) return zh ? `停 ${least}` : `staying ${least}`;
    return zh ? `停 ${least}至${most}` : `staying ${least} to ${most}`;
  }
  const low = boundText(
    from,
    { stay: zh ? "至少停 " : "staying at least ", exit: zh ? "不早于" : "leaving not before " },
    locale,
  );
  const high = boundText(
    to,
    { stay: zh ? "最多停 " : "staying at most ", exit: zh ? "不晚于" : "leaving not after " },
    locale,
  );
  return zh ? `${low}，${high}` : `${low}, ${high}`;
}

function boundText({ by, minutes }: StayBound, words: Record<StayBound["by"], string>, locale: Locale): string {
  const zh = locale === "zh-CN";
  if (by === "stay") return `${words.stay}${durationText(minutes, locale)}`;
  const days = Math.floor(minutes / DAY_MINUTES);
  const time = clockText(minutes % DAY_MINUTES);
  if (days === 0) return zh ? `${words.exit} ${time} 出场` : `${words.exit}${time}`;
  const later = days === 1 ? (zh ? "次日" : "the next day") : zh ? `${days} 天后` : `${days} days later`;
  return zh ? `${words.exit}${later} ${time} 出场` : `${words.exit}${time} ${later}`;
}

function changeText({ direction, change }: TariffDifference, currency: string, locale: Locale): string {
  const zh = locale === "zh-CN";
  if (change === undefined) {
    if (direction === "priced") return zh ? "原无价格，现有价格" : "there is a price now, and was none";
    return zh ? "不再有价格" : "there is no price any more";
  }
  const [least, most] = [formatMoney(change.leastMinor, currency), formatMoney(change.mostMinor, currency)];
  const amount = least === most ? least : zh ? `${least} 至 ${most}` : `${least} to ${most}`;
  if (zh) return direction === "dearer" ? `多收 ${amount}` : `少收 ${amount}`;
  return direction === "dearer" ? `${amount} more` : `${amount} less`;
}

function feeText(minor: number | null, currency: string, locale: Locale): string {
  if (minor === null) return locale === "zh-CN" ? "无价格" : "no price";
  if (minor === 0) return locale === "zh-CN" ? "免费" : "free";
  return formatMoney(minor, currency);
}
