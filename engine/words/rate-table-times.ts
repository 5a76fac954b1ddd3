import type { TimesOfDay } from "../model/rate-table.ts";
import type { Locale } from "./locale.ts";
import { eventText, periodText } from "./rate-table-period.ts";
import { clockText } from "./rate-table-units.ts";

/** "Only for stays that enter on Monday to Friday up to 09:30 and leave from 15:00 to 19:00." */
export function timesOfDaySentence(windows: readonly TimesOfDay[], locale: Locale): string {
  const zh = locale === "zh-CN";
  const texts = windows.map((window) => windowText(window, locale));
  return zh ? `仅适用于${texts.join("，或")}的停车。` : `Only for stays that ${texts.join(", or ")}.`;
}

function windowText(window: TimesOfDay, locale: Locale): string {
  const zh = locale === "zh-CN";
  const { daysOfWeek, specialDays, exceptSpecialDays, event } = window;
  const days = periodText({ daysOfWeek, specialDays, exceptSpecialDays }, locale);
  const entry = [
    days,
    clockRange(window.earliestStart, window.latestStart, locale),
    event ? eventText(event, locale) : "",
  ].filter((part) => part !== "");
  const exit = exitText(window, locale);
  if (zh) return `${entry.join("")}入场${exit === "" ? "" : `、${exit}出场`}`;
  return [`enter${entry.map((part) => ` ${part}`).join("")}`, exit === "" ? "" : `leave ${exit}`]
    .filter((part) => part !== "")
    .join(" and ");
}

function exitText({ earliestEnd, latestEnd, endDay }: TimesOfDay, locale: Locale): string {
  const zh = locale === "zh-CN";
  const range = clockRange(earliestEnd, latestEnd, locale);
  if (endDay === undefined) return range === "" ? "" : zh ? `当天${range}` : `${range} on the same day`;
  const { min, max } = endDay;
  if (zh) return `${min}${min === max ? "" : ` 至 ${max}`} 天后${range === "" ? "" : ` ${range}`}`;
  const days = min === max ? plural(min) : `${min} to ${plural(max)}`;
  return [range, `${days} later`].filter((part) => part !== "").join(" ");
}

function clockRange(from: number | undefined, to: number | undefined, locale: Locale): string {
  const zh = locale === "zh-CN";
  if (to === undefined) {
    if (from === undefined) return "";
    return zh ? `${clockText(from)} 起` : `from ${clockText(from)}`;
  }
  if (from === undefined) return zh ? `${clockText(to)} 前` : `up to ${clockText(to)}`;
  return zh ? `${clockText(from)}–${clockText(to)}` : `from ${clockText(from)} to ${clockText(to)}`;
}

function plural(days: number): string {
  return `${days} day${days === 1 ? "" : "s"}`;
}
