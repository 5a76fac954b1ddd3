"use client";

import { SunMoon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { type AppLocale, localeCookie, locales } from "../../messages/locale.ts";
import { Button } from "../primitives/button.tsx";
import { Menu, MenuChoices, MenuSeparator } from "../primitives/menu.tsx";
import {
  type Density,
  densities,
  densityCookie,
  rememberPreference,
  type Theme,
  themeCookie,
  themes,
} from "./preference.ts";

const languageNames: Record<AppLocale, string> = { en: "English", "zh-CN": "简体中文" };

/** Theme, row height and language: how the console looks for this person. */
export function AppearanceMenu(props: { theme: Theme; density: Density }) {
  const t = useTranslations("shell");
  const router = useRouter();
  const locale = useLocale();
  const [theme, setTheme] = useState(props.theme);
  const [density, setDensity] = useState(props.density);
  return (
    <Menu
      trigger={
        <Button kind="quiet" size="icon" aria-label={t("appearance")} title={t("appearance")}>
          <SunMoon aria-hidden />
        </Button>
      }
    >
      <MenuChoices
        label={t("theme")}
        value={theme}
        choices={themes.map((value) => ({ value, label: t(`themes.${value}`) }))}
        onChoose={(next) => {
          setTheme(next);
          document.documentElement.dataset.theme = next;
          rememberPreference(themeCookie, next);
        }}
      />
      <MenuSeparator />
      <MenuChoices
        label={t("density")}
        value={density}
        choices={densities.map((value) => ({ value, label: t(`densities.${value}`) }))}
        onChoose={(next) => {
          setDensity(next);
          document.documentElement.dataset.density = next;
          rememberPreference(densityCookie, next);
        }}
      />
      <MenuSeparator />
      <MenuChoices
        label={t("language")}
        value={locale}
        choices={locales.map((value) => ({ value, label: languageNames[value] }))}
        onChoose={(next) => {
          rememberPreference(localeCookie, next);
          router.refresh();
        }}
      />
    </Menu>
  );
}
