import type { Diagnostic } from "../model/diagnostic.ts";
import { DAY_MINUTES } from "../model/local-time.ts";
import { formatMoney } from "../model/money.ts";
import { type SpecialDayType, specialDayTypes } from "../model/special-day-type.ts";
import type { Locale } from "./locale.ts";
import { capText } from "./rate-table-cap.ts";
import { periodText } from "./rate-table-period.ts";
import { clockText } from "./rate-table-units.ts";
import { durationText } from "./value-text.ts";

const DAYS: Readonly<Record<Locale, readonly string[]>> = {
  en: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  "zh-CN": ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
};

/**
 * The text of a parameter of a tariff's finding, by its name: `...Minutes` is a duration, `...Minor` an amount in the
 * parameter `currency`, `...OfDay` a time of day; `entered` is a day of week and a time ("3 540"), `when` days of week
 * and a stretch of the clock ("12345 480-1320"), `cap` a scope, its minutes and its amount. None for other names.
 */
export function tariffParamText(name: string, params: Diagnostic["params"], locale: Locale): string | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  const currency = String(params.currency ?? "");
  if (name.endsWith("Minutes")) return durationText(Number(value), locale);
  if (name.endsWith("Minor")) return formatMoney(Number(value), currency);
  if (name.endsWith("OfDay")) return clockText(Number(value));
  if (name === "entered") {
    const [dayOfWeek, minuteOfDay] = String(value).split(" ").map(Number) as [number, number];
    return weekTimeText(dayOfWeek, minuteOfDay, locale);
  }
  if (name === "when") return whenText(String(value), locale);
  if (name === "more") return moreText(Number(value), locale);
  if (name === "specialDay" && isSpecialDay(value)) return specialDayText(value, locale);
  if (name === "cap") {
    const [scope, minutes, amountMinor] = String(value).split(" ") as [string, string, string];
    return capText({ scope, minutes: Number(minutes), amountMinor: Number(amountMinor) }, { currency, locale });
  }
  return undefined;
}

/** "Wednesday 09:00", "周三 09:00". */
export function weekTimeText(dayOfWeek: number, minuteOfDay: number, locale: Locale): string {
  return `${DAYS[locale][dayOfWeek - 1]} ${clockText(minuteOfDay)}`;
}

/** "on Monday to Friday from 12:00 to 14:00", "周一至周五12:00–14:00". */
function whenText(value: string, locale: Locale): string {
  const [days, times] = value.split(" ") as [string, string];
  const [from, to] = times.split("-").map(Number) as [number, number];
  const daysOfWeek = [...days].map(Number);
  const isWholeDay = from === 0 && to === DAY_MINUTES && daysOfWeek.length < 7;
  const length = Math.ceil(to / DAY_MINUTES) - 1;
  const end = to - length * DAY_MINUTES;
  const window = {
    timeOfDayStart: from,
    timeOfDayEnd: end,
    ...(length > 0 && { extraDays: length - (end <= from ? 1 : 0) }),
  };
  return periodText({ ...(daysOfWeek.length < 7 && { daysOfWeek }), ...(!isWholeDay && window) }, locale);
}

function moreText(count: number, locale: Locale): string {
  if (count === 0) return "";
  if (locale === "zh-CN") return `（另有 ${count} 个时段）`;
  return count === 1 ? " (and at one other time)" : ` (and at ${count} other times)`;
}

function isSpecialDay(value: string | number): value is SpecialDayType {
  return specialDayTypes.some((type) => type === value);
}

/** "public holidays", "法定节假日". */
function specialDayText(type: SpecialDayType, locale: Locale): string {
  return periodText({ specialDays: [type] }, locale).replace(/^on /, "");
}
