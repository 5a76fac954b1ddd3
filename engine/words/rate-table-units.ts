import { DAY_MINUTES } from "../model/local-time.ts";
import type { Locale } from "./locale.ts";

/** A duration: "15 minutes", "1 hour", "2 h 30 min", "24 hours", "7 days". */
export function durationText(minutes: number, locale: Locale): string {
  const zh = locale === "zh-CN";
  if (minutes % DAY_MINUTES === 0 && minutes > DAY_MINUTES) {
    return zh ? `${minutes / DAY_MINUTES} 天` : `${minutes / DAY_MINUTES} days`;
  }
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return zh ? `${rest} 分钟` : plural(rest, "minute");
  if (rest === 0) return zh ? `${hours} 小时` : plural(hours, "hour");
  return zh ? `${hours} 小时 ${rest} 分钟` : `${hours} h ${rest} min`;
}

/** The unit of a price in the singular, for "each started hour": "hour", "half hour", "20 minutes". */
export function unitText(minutes: number, locale: Locale): string {
  if (locale === "zh-CN") return minutes === DAY_MINUTES ? "24 小时" : durationText(minutes, locale);
  if (minutes === 1) return "minute";
  if (minutes === 15) return "quarter of an hour";
  if (minutes === 30) return "half hour";
  if (minutes === 60) return "hour";
  return minutes === DAY_MINUTES ? "24 hours" : durationText(minutes, locale);
}

/** A count of units: "4 started hours", "3 full units of 15 minutes", "4 小时", "3 个 15 分钟". */
export function unitsText(units: number, minutes: number, options: { broken: string; locale: Locale }): string {
  const { broken, locale } = options;
  if (locale === "zh-CN") {
    if (minutes === 60) return `${units} 小时`;
    if (minutes === 1) return `${units} 分钟`;
    return `${units} 个 ${durationText(minutes, locale)}`;
  }
  const adjective = broken === "down" ? "full " : broken === "up" ? "started " : "";
  if (minutes === 60) return plural(units, `${adjective}hour`);
  if (minutes === 30) return plural(units, `${adjective}half hour`);
  if (minutes === 1) return plural(units, `${adjective}minute`);
  return `${plural(units, `${adjective}unit`)} of ${durationText(minutes, locale)}`;
}

/** The verb for `durationText` in English: "1 hour is", "90 minutes are". */
export function isOrAre(minutes: number): string {
  return minutes === 1 || minutes === 60 ? "is" : "are";
}

/** A time on the wall clock: "08:00", "24:00". */
export function clockText(minuteOfDay: number): string {
  const hour = String(Math.floor(minuteOfDay / 60)).padStart(2, "0");
  return `${hour}:${String(minuteOfDay % 60).padStart(2, "0")}`;
}

/** "a, b and c", "a、b和c". */
export function listText(parts: readonly string[], locale: Locale): string {
  const last = parts.at(-1) ?? "";
  const first = parts.slice(0, -1);
  if (first.length === 0) return last;
  return locale === "zh-CN" ? `${first.join("、")}和${last}` : `${first.join(", ")} and ${last}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
