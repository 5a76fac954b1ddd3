import type { Page } from "@playwright/test";
import type { Locale } from "#engine/words/locale.ts";
import { type Hand, keyboardOf, mouseOf } from "./hand.ts";
import { inspect } from "./inspect.ts";
import { test as base, type RunningLot } from "./running-lot.ts";
import { type Words, wordsOf } from "./words.ts";

type WalkVariant = { name: string; by: "mouse" | "keyboard"; locale: Locale; theme: "light" | "dark" };

/** Each walkthrough twice: every hand, language and theme is in one of them. */
export const walkVariants: readonly WalkVariant[] = [
  { name: "by mouse, in English, light", by: "mouse", locale: "en", theme: "light" },
  { name: "by keyboard alone, in Chinese, dark", by: "keyboard", locale: "zh-CN", theme: "dark" },
];

/** A signed-in person who walks through the console in one way. */
export type Walk = {
  lot: RunningLot;
  page: Page;
  hand: Hand;
  locale: Locale;
  /** The page's words by their key in the messages. */
  t: Words;
  inspect: (what: string) => Promise<void>;
  /** Opens a page of the lot's by the rail, without loading the console anew. */
  goTo: (page: "passages" | "tariff" | "rules" | "scenarios" | "rollouts" | "fleet") => Promise<void>;
};

export const test = base.extend<{ walk: (variant: WalkVariant, person: string) => Promise<Walk> }>({
  walk: async ({ lot, browser, signIn }, use) => {
    const faults: string[] = [];
    await use(async ({ by, locale, theme }, person) => {
      const context = await browser.newContext({ colorScheme: theme });
      await context.addCookies([{ name: "liftgate-locale", value: locale, url: lot.web }]);
      const page = await context.newPage();
      page.on("pageerror", (error) => faults.push(error.message));
      await signIn(page, person);
      const hand = by === "mouse" ? mouseOf(page) : keyboardOf(page);
      const t = wordsOf(locale);
      const rail = page.getByRole("navigation", { name: t("shell.mainNavigation") });
      return {
        lot,
        page,
        hand,
        locale,
        t,
        inspect: (what) => inspect(page, what),
        goTo: (key) => hand.press(rail.getByRole("link", { name: t(`shell.pages.${key}`), exact: true })),
      };
    });
    base.expect(faults).toEqual([]);
  },
});
