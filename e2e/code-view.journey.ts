import { expect } from "@playwright/test";
import { inspect } from "./inspect.ts";
import { test } from "./running-lot.ts";

const lotPath = "/lots/satama-p3";

const variants = [
  { name: "light, English", theme: "light", locale: "en" },
  { name: "dark, Chinese", theme: "dark", locale: "zh-CN" },
] as const;

for (const { name, theme, locale } of variants) {
  test(`a draft is written as text and as sentences, both ways: ${name}`, async ({ lot, browser, signIn }) => {
    test.setTimeout(120_000);
    const context = await browser.newContext({ colorScheme: theme });
    await context.addCookies([{ name: "liftgate-locale", value: locale, url: lot.web }]);
    const page = await context.newPage();
    await signIn(page, "manager");
    await page.goto(`${lot.web}${lotPath}/tariff`);
    const price = page.getByRole("textbox", { name: /(: price|：价格)$/ }).first();
    const before = await price.inputValue();
    await page.getByRole("link", { name: /^(Code|代码)$/ }).click();
    const editor = page.getByRole("textbox", { name: /^(Tariff of the draft, JSON|草稿中的价目，JSON)$/ });
    const saved = page.getByRole("status").filter({ hasText: /^Saved|已保存$/ });
    const unfinished = page.getByText(/^(This text is not in the draft\.|这段文本未写入草稿。)/);
    await expect(
      page
        .getByText(/^(Line|第) ?\d+/)
        .first()
        .or(page.getByText(/Nothing stands in the way|没有妨碍/)),
    ).toBeVisible();
    await inspect(page, "code");

    await test.step("what is typed stands in the form", async () => {
      await editor.focus();
      await page.keyboard.press("ControlOrMeta+Home");
      await editor
        .getByText(`${Math.round(Number(before) * 100)}`, { exact: true })
        .first()
        .dblclick();
      await page.keyboard.type("735");
      await expect(saved).toBeVisible();
      await page.getByRole("link", { name: /^(Sentences|语句)$/ }).click();
      await expect(price).toHaveValue("7.35");
    });

    await test.step("what the form undoes stands in the text", async () => {
      await page.getByRole("button", { name: /^(Undo|撤销)$/ }).click();
      await expect(price).toHaveValue(before);
      await page.getByRole("link", { name: /^(Code|代码)$/ }).click();
      await expect(editor).not.toContainText("735");
    });

    await test.step("a half-written text is placed, kept on leaving, and never the draft", async () => {
      await editor.focus();
      await page.keyboard.press("ControlOrMeta+End");
      await page.keyboard.type("x");
      await expect(
        page.getByText(/(Line \d+, column 1: “x” stands behind the end|第 \d+ 行第 1 列：结尾之后还有“x”)/).first(),
      ).toBeVisible();
      await expect(unfinished).toBeVisible();
      await inspect(page, "a half-written text");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Tab");
      await expect(editor).not.toBeFocused();
      await page.goto(`${lot.web}${lotPath}/tariff`);
      await expect(price).toHaveValue(before);
      await page.getByRole("link", { name: /^(Code|代码)$/ }).click();
      await expect(unfinished).toBeVisible();
      await page.getByRole("button", { name: /^(Discard this text|放弃这段文本)$/ }).click();
      await expect(unfinished).toHaveCount(0);
    });

    await test.step("proposes facts in the reader's words", async () => {
      await page.goto(`${lot.web}${lotPath}/rules/code`);
      const rules = page.getByRole("textbox", { name: /^(Release rules of the draft|草稿中的放行规则)/ });
      await rules.getByText('"lane.direction"', { exact: true }).first().dblclick();
      await page.keyboard.press("Control+Space");
      await expect(page.getByRole("option", { name: /lane\.mode/ })).toContainText(/lane mode|车道模式/);
      await inspect(page, "proposals");
      await page.keyboard.press("Escape");
    });
    await context.close();
  });
}
