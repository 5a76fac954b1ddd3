"use client";

import { useMemo } from "react";
import { useLocale, useTranslations } from "use-intl";
import { dateText, exactTimeText, type Instant, timeText, zoneText } from "./lot-time.ts";
import { moneyDigits, moneyText } from "./money.ts";

/** Everything a page writes about numbers and times, in the reader's language and the lot's zone. */
export function useFormat(timeZone: string) {
  const locale = useLocale();
  const t = useTranslations("format");
  return useMemo(() => {
    const count = new Intl.NumberFormat(locale);
    const duration = (totalMinutes: number): string => {
      const minutes = Math.round(totalMinutes);
      if (minutes < 60) return t("minutes", { minutes });
      const days = Math.floor(minutes / 1440);
      const hours = Math.floor((minutes % 1440) / 60);
      const rest = minutes % 60;
      if (days > 0) return hours > 0 ? t("daysHours", { days, hours }) : t("days", { days });
      return rest > 0 ? t("hoursMinutes", { hours, minutes: rest }) : t("hours", { hours });
    };
    return {
      locale,
      duration,
      count: (value: number) => count.format(value),
      money: (minor: number, currency: string) => moneyText(minor, currency, locale),
      digits: moneyDigits,
      time: (at: Instant) => timeText(at, timeZone),
      exactTime: (at: Instant) => exactTimeText(at, timeZone),
      date: (at: Instant, now: Instant) => dateText(at, timeZone, locale, now),
      dateTime: (at: Instant, now: Instant) =>
        t("dateTime", { date: dateText(at, timeZone, locale, now), time: timeText(at, timeZone) }),
      exactDateTime: (at: Instant, now: Instant) =>
        t("dateTime", { date: dateText(at, timeZone, locale, now), time: exactTimeText(at, timeZone) }),
      /** A day of the lot's calendar by its number: `Mon` and `24 Mar 2025`. */
      weekday: (epochDay: number) =>
        new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" }).format(epochDay * 86_400_000),
      day: (epochDay: number) =>
        new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, {
          timeZone: "UTC",
          day: "numeric",
          month: locale === "en" ? "short" : "long",
          year: "numeric",
        }).format(epochDay * 86_400_000),
      zone: (at: Instant) => zoneText(at, timeZone),
      age: (ageMs: number): string => {
        const seconds = Math.max(0, Math.round(ageMs / 1000));
        if (seconds < 60) return t("secondsAgo", { seconds });
        return t("ago", { duration: duration(Math.floor(seconds / 60)) });
      },
    };
  }, [locale, timeZone, t]);
}
