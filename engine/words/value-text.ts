import type { FactValue } from "#contracts/decision.ts";
import { dateOfEpochDay } from "../model/local-time.ts";
import { formatAmount, formatMoney } from "../model/money.ts";
import { type FactId, type FactUnit, factOf } from "../model/vocabulary.ts";
import { enumWord } from "./enum-words.ts";
import type { Locale, Words } from "./locale.ts";

/** What a text needs to know of the lot: its currency, and names for ids (lanes, areas). */
export type TextContext = {
  readonly currency?: string | undefined;
  readonly names?: Readonly<Record<string, string>> | undefined;
};

/** A fact's value for people: money with its sign, minutes as hours and minutes, codes as words. Null reads "not known yet". */
export function valueText(id: FactId, value: FactValue, locale: Locale, context: TextContext = {}): string {
  if (value === null) return notKnown[locale];
  if (typeof value === "boolean") return value ? yes[locale] : no[locale];
  if (typeof value === "object") return value.map((one) => oneText(id, one, locale, context)).join(listComma[locale]);
  return oneText(id, value, locale, context);
}

/** Minutes as people say them: "2 h 10 min", "2小时10分钟", "3 d 4 h". A negative length is shown without its sign. */
export function durationText(minutes: number, locale: Locale): string {
  const whole = Math.abs(Math.round(minutes));
  const parts: [number, string, string][] = [
    [Math.floor(whole / 1_440), "d", "天"],
    [Math.floor((whole % 1_440) / 60), "h", "小时"],
    [whole % 60, "min", "分钟"],
  ];
  const said = parts.filter(([amount], index) => amount > 0 || (index === 2 && whole === 0));
  if (locale === "zh-CN") return said.map(([amount, , unit]) => `${amount}${unit}`).join("");
  return said.map(([amount, unit]) => `${amount} ${unit}`).join(" ");
}

/** Minutes after midnight as a clock shows them: "22:05". */
function timeOfDayText(minuteOfDay: number): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;
}

const notKnown: Words = { en: "not known yet", "zh-CN": "暂不清楚" };
const yes: Words = { en: "yes", "zh-CN": "是" };
const no: Words = { en: "no", "zh-CN": "否" };
const listComma: Words = { en: ", ", "zh-CN": "、" };

const weekdays: Readonly<Record<Locale, readonly string[]>> = {
  en: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  "zh-CN": ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"],
};

function oneText(id: FactId, value: string | number, locale: Locale, context: TextContext): string {
  const fact = factOf(id);
  if (fact.values) return enumWord(fact.values, String(value), locale);
  // Lists in a trace hold texts, so a weekday can arrive as "6".
  if (fact.unit) return numberText(fact.unit, Number(value), locale, context);
  if (fact.type === "instant") return instantText(Number(value));
  return context.names?.[String(value)] ?? String(value);
}

function numberText(unit: FactUnit, value: number, locale: Locale, { currency }: TextContext): string {
  switch (unit) {
    case "minutes":
      return durationText(value, locale);
    case "minorUnits":
      return currency === undefined ? formatAmount(value, 2) : formatMoney(value, currency);
    case "share":
      return `${Math.round(value * 100)}%`;
    case "minuteOfDay":
      return timeOfDayText(value);
    case "isoWeekday":
      return weekdays[locale][value - 1] ?? String(value);
    case "count":
      return String(value);
  }
}

function instantText(instant: number): string {
  const minute = Math.floor(instant / 60_000);
  const { year, month, day } = dateOfEpochDay(Math.floor(minute / 1_440));
  const two = (number: number) => String(number).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)} ${timeOfDayText(((minute % 1_440) + 1_440) % 1_440)} UTC`;
}
