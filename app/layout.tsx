import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import "./globals.css";
import { loadMessages } from "./messages/load-messages.ts";
import { LanguageProvider } from "./ui/language/language-provider.tsx";
import { requestLocale } from "./ui/language/request-language.ts";
import { densityCookie, isDensity, isTheme, themeCookie } from "./ui/theme/preference.ts";

export const metadata: Metadata = { title: { default: "Liftgate", template: "%s · Liftgate" } };

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await requestLocale();
  const jar = await cookies();
  const theme = jar.get(themeCookie)?.value;
  const density = jar.get(densityCookie)?.value;
  return (
    <html
      lang={locale}
      data-theme={isTheme(theme) ? theme : "system"}
      data-density={isDensity(density) ? density : "comfortable"}
      suppressHydrationWarning
    >
      <body>
        <LanguageProvider locale={locale} messages={await loadMessages(locale)}>
          {children}
        </LanguageProvider>
      </body>
    </html>
  );
}
