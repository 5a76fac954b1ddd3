/** The languages of the console. The cookie decides; without one, what the browser asks for. */
export const locales = ["en", "zh-CN"] as const;

export type AppLocale = (typeof locales)[number];

export const localeCookie = "liftgate-locale";

export function isLocale(value: string | undefined): value is AppLocale {
  return value !== undefined && (locales as readonly string[]).includes(value);
}

/** Picks the first language of an Accept-Language header that the console speaks. */
export function localeFromHeader(header: string | null): AppLocale {
  for (const part of (header ?? "").split(",")) {
    const tag = part.split(";")[0]?.trim().toLowerCase() ?? "";
    if (tag.startsWith("zh")) return "zh-CN";
    if (tag.startsWith("en")) return "en";
  }
  return "en";
}
