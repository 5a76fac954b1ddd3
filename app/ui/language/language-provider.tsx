"use client";

import type { ReactNode } from "react";
import { IntlProvider } from "use-intl/react";
import type { Messages } from "../../messages/load-messages.ts";
import type { AppLocale } from "../../messages/locale.ts";

/** Gives the words of one language to every component under it. Times name their own zone. */
export function LanguageProvider(props: { locale: AppLocale; messages: Messages; children: ReactNode }) {
  return (
    <IntlProvider locale={props.locale} messages={props.messages} timeZone="UTC">
      {props.children}
    </IntlProvider>
  );
}
