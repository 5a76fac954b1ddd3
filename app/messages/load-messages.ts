import type { AppLocale } from "./locale.ts";

export type Messages = typeof import("./en.json");

declare module "use-intl" {
  interface AppConfig {
    Locale: AppLocale;
    Messages: Messages;
  }
}

/** The words of the pages in one language. English is the shape that the other must have. */
export async function loadMessages(locale: AppLocale): Promise<Messages> {
  if (locale === "zh-CN") return (await import("./zh-CN.json")).default;
  return (await import("./en.json")).default;
}
