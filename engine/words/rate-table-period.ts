import type { DateRange, Period } from "../model/calendar.ts";
import type { EventWindow } from "../model/event.ts";
import type { SpecialDayType } from "../model/special-day-type.ts";
import type { Locale, Words } from "./locale.ts";
import { clockText, durationText, listText } from "./rate-table-units.ts";

const DAYS: Readonly<Record<Locale, readonly string[]>> = {
  en: ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"],
  "zh-CN": ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
};
const DAY_NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS = "January February March April May June July August September October November December".split(" ");

const SPECIAL: Readonly<Record<SpecialDayType, Words>> = {
  publicHoliday: { en: "public holidays", "zh-CN": "法定节假日" },
  dayBeforePublicHoliday: { en: "days before public holidays", "zh-CN": "节假日前一天" },
  dayFollowingPublicHoliday: { en: "days after public holidays", "zh-CN": "节假日后一天" },
  inLieuOfPublicHoliday: { en: "days in lieu of public holidays", "zh-CN": "节假日补休日" },
  schoolHolidays: { en: "school holidays", "zh-CN": "学校假期" },
  publicEventDay: { en: "event days", "zh-CN": "活动日" },
  makeUpWorkingDay: { en: "make-up working days", "zh-CN": "调休上班日" },
};

/** When a period holds: "Monday to Friday from 08:00 to 22:00", "周一至周五 08:00–22:00". Empty for always. */
export function periodText(period: Period, locale: Locale): string {
  const zh = locale === "zh-CN";
  const days = [
    ...weekParts(period.daysOfWeek ?? [], locale),
    ...(period.specialDays ?? []).map((type) => SPECIAL[type][locale]),
  ];
  const except = (period.exceptSpecialDays ?? []).map((type) => SPECIAL[type][locale]);
  const parts = [
    days.length > 0 ? (zh ? listText(days, locale) : `on ${listText(days, locale)}`) : "",
    except.length > 0 ? (zh ? `（${listText(except, locale)}除外）` : `except ${listText(except, locale)}`) : "",
    listText(
      (period.dateRanges ?? []).map((range) => rangeText(range, locale)),
      locale,
    ),
    windowText(period, locale),
    period.event ? eventText(period.event, locale) : "",
  ].filter((part) => part !== "");
  return parts.join(zh ? "" : " ");
}

/** "from 2 hours before to 4 hours after the start of a match", "自 match 开始前 2 小时至开始后 4 小时". */
export function eventText({ kinds, startOffset, endOffset }: EventWindow, locale: Locale): string {
  const zh = locale === "zh-CN";
  const names = kinds?.join(zh ? "或" : " or ");
  const from = offsetText(startOffset, locale);
  const to = offsetText(endOffset, locale);
  if (zh) return `自${names ?? "活动"}${from}至${to}`;
  return `from ${from} to ${to} the start of ${names === undefined ? "an event" : `an event (${names})`}`;
}

function offsetText(minutes: number, locale: Locale): string {
  const time = durationText(Math.abs(minutes), locale);
  if (locale === "zh-CN") return minutes === 0 ? "开始时" : minutes < 0 ? `开始前 ${time}` : `开始后 ${time}`;
  if (minutes === 0) return "0 minutes after";
  return minutes < 0 ? `${time} before` : `${time} after`;
}

/** A date of a year or of every year: "1 April 2025", "5月1日". */
export function dateText(date: string, locale: Locale): string {
  const month = Number(date.slice(-5, -3));
  const day = Number(date.slice(-2));
  const year = date.length > "MM-DD".length ? date.slice(0, 4) : "";
  if (locale === "zh-CN") return `${year === "" ? "" : `${year}年`}${month}月${day}日`;
  return `${day} ${MONTHS[month - 1]}${year === "" ? "" : ` ${year}`}`;
}

function weekParts(days: readonly number[], locale: Locale): string[] {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const first = sorted[0];
  const last = sorted.at(-1);
  const isRun = first !== undefined && last !== undefined && sorted.length > 2 && last - first === sorted.length - 1;
  if (!isRun) return sorted.map((day) => DAYS[locale][day - 1]!);
  if (locale === "zh-CN") return [`${DAYS[locale][first - 1]}至${DAYS[locale][last - 1]}`];
  return [`${DAY_NAMES[first - 1]} to ${DAY_NAMES[last - 1]}`];
}

function windowText({ timeOfDayStart: start, timeOfDayEnd: end, extraDays = 0 }: Period, locale: Locale): string {
  if (start === undefined || end === undefined) return "";
  const days = extraDays + (end <= start ? 1 : 0);
  const zh = locale === "zh-CN";
  const from = clockText(start);
  const to = clockText(end);
  if (days > 1) return zh ? `${from} 至 ${days} 天后 ${to}` : `from ${from} to ${to} ${days} days later`;
  if (start === end) return zh ? `每天 ${from} 起 24 小时` : `for the 24 hours from ${from}`;
  // an end before its start is the next day's by itself
  if (days === 1 && end > start) return zh ? `${from} 至次日 ${to}` : `from ${from} to ${to} the next day`;
  return zh ? `${from}–${to}` : `from ${from} to ${to}`;
}

function rangeText({ start, end }: DateRange, locale: Locale): string {
  return locale === "zh-CN"
    ? `${dateText(start, locale)}至${dateText(end, locale)}`
    : `from ${dateText(start, locale)} to ${dateText(end, locale)}`;
}
