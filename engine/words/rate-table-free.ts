import type { FreeAllowance } from "../model/free-allowance.ts";
import type { FreePeriod } from "../model/free-period.ts";
import { DAY_MINUTES } from "../model/local-time.ts";
import type { Locale } from "./locale.ts";
import { durationText, isOrAre } from "./rate-table-units.ts";

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

/** "2 hours of each day ${be} free for a plate." */
export function allowanceSentence(allowance: FreeAllowance, locale: Locale): string {
  const zh = locale === "zh-CN";
  const time = durationText(allowance.minutes, locale);
  const be = isOrAre(allowance.minutes);
  if (allowance.per === "visit") {
    return zh ? `每次停车前 ${time}免费。` : `${time} at the start of each stay ${be} free.`;
  }
  const often = shortVisitText(allowance.shortVisitMinutes, locale);
  if (allowance.per === "calendarDay") {
    return zh ? `每车每天 ${time}免费${often}。` : `${time} of each day ${be} free for a plate${often}.`;
  }
  const window = durationText(allowance.window ?? DAY_MINUTES, locale);
  return zh
    ? `每车自入场起每 ${window}有 ${time}免费${often}。`
    : `${time} of each ${window} from entry ${be} free for a plate${often}.`;
}

function limitText(limit: FreePeriod["limit"], locale: Locale): string {
  if (limit === undefined) return "";
  const { times = 1 } = limit;
  const short = shortVisitText(limit.shortVisitMinutes, locale);
  if (locale === "zh-CN") {
    const each = limit.scope === "calendarDay" ? "每天" : `每 ${durationText(limit.minutes, locale)}`;
    return `（每车${each}限 ${times} 次）${short}`;
  }
  const count = times === 1 ? "once" : `${times} times`;
  const each = limit.scope === "calendarDay" ? "a day" : `in ${durationText(limit.minutes, locale)}`;
  return `, ${count} ${each} for a plate${short}`;
}

function shortVisitText(minutes: number | undefined, locale: Locale): string {
  if (minutes === undefined) return "";
  const time = durationText(minutes, locale);
  return locale === "zh-CN" ? `（${time}以内的停车不计）` : ` (visits of up to ${time} do not count)`;
}
