import type { FreePeriod } from "../model/free-period.ts";
import type { Locale } from "./locale.ts";
import { durationText } from "./rate-table-units.ts";

/** "Stays up to 15 minutes are free; longer stays pay from entry." */
export function freeSentence({ minutes, mode, limit }: FreePeriod, locale: Locale): string {
  const time = durationText(minutes, locale);
  const zh = locale === "zh-CN";
  const often = limitText(limit, locale);
  if (mode === "onlyIfWithin") {
    if (zh) return `停车 ${time}以内免费${often}，超过则自入场起计费。`;
    return `Stays up to ${time} are free${often}; longer stays pay from entry.`;
  }
  if (zh) return `前 ${time}免费${often}，之后开始计费。`;
  if (minutes === 60) return `The first hour is free${often}; the time after it is paid.`;
  return `The first ${time} are free${often}; the time after them is paid.`;
}

function limitText(limit: FreePeriod["limit"], locale: Locale): string {
  if (limit === undefined) return "";
  const { times = 1 } = limit;
  if (locale === "zh-CN") {
    const each = limit.scope === "calendarDay" ? "每天" : `每 ${durationText(limit.minutes, locale)}`;
    return `（每车${each}限 ${times} 次）`;
  }
  const count = times === 1 ? "once" : `${times} times`;
  return `, ${count} ${limit.scope === "calendarDay" ? "a day" : `in ${durationText(limit.minutes, locale)}`} for a plate`;
}
