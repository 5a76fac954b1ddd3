import { cookies, headers } from "next/headers";
import { cache } from "react";
import { createTranslator } from "use-intl/core";
import { loadMessages } from "../../messages/load-messages.ts";
import { type AppLocale, isLocale, localeCookie, localeFromHeader } from "../../messages/locale.ts";

/** The language of this request: the cookie, or what the browser asks for. */
export const requestLocale = cache(async (): Promise<AppLocale> => {
  const chosen = (await cookies()).get(localeCookie)?.value;
  return isLocale(chosen) ? chosen : localeFromHeader((await headers()).get("accept-language"));
});

/** A translator for server components, over all pages' words. */
export const requestTranslator = cache(async () => {
  const locale = await requestLocale();
  return createTranslator({ locale, messages: await loadMessages(locale) });
});
