import { expect, type Page } from "@playwright/test";
import { inspect } from "./inspect.ts";
import { postCar } from "./post-car.ts";
import { type RunningLot, test } from "./running-lot.ts";

const variants = [
  { name: "light, English", theme: "light", locale: "en", width: 1280 },
  { name: "dark, Chinese, phone", theme: "dark", locale: "zh-CN", width: 320 },
] as const;

const lotPath = "/lots/riverside-p1";

for (const { name, theme, locale, width } of variants) {
  test(`every page is accessible and fits: ${name}`, async ({ lot, browser, signIn }) => {
    test.setTimeout(180_000);
    const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme: theme });
    await context.addCookies([{ name: "liftgate-locale", value: locale, url: lot.web }]);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await page.goto(`${lot.web}/sign-in`);
    await inspect(page, "sign-in");
    await signIn(page, "owner");
    for (const address of await addressesOf(lot, page)) {
      await page.goto(lot.web + address);
      await inspect(page, address);
    }
    await page.goto(`${lot.web}${lotPath}/rules`);
    await page.getByRole("button", { name: /^(Edit rule 17|编辑第 ?17 ?条规则)$/ }).click();
    await inspect(page, "a rule's form");
    await page.goto(`${lot.web}/lots/no-such-lot/passages`);
    await inspect(page, "a lot that is not there");
    expect(faults).toEqual([]);
    await context.close();
  });
}

/** Every page there is, with a passage and a rollout that exist. */
async function addressesOf(lot: RunningLot, page: Page): Promise<string[]> {
  const plate = `京C${String(Date.now()).slice(-5)}`;
  expect((await postCar(lot, "entry-1", plate)).status).toBe(200);
  await page.goto(`${lot.web}${lotPath}/rollouts`);
  const rollout = await page.locator(`main a[href*="/rollouts/"]`).first().getAttribute("href");
  await page.goto(`${lot.web}${lotPath}/passages?plate=${encodeURIComponent(plate)}`);
  await page.getByRole("row").filter({ hasText: plate }).click();
  await expect(page).toHaveURL(/open=/);
  const passage = new URL(page.url()).searchParams.get("open");
  const pages = [
    "tariff",
    "tariff/code",
    "rules",
    "rules/code",
    "scenarios",
    "backtest",
    "review",
    "rollouts",
    "passages",
    "fleet",
    "lists",
  ].map((name) => `${lotPath}/${name}`);
  return [
    "/lots",
    ...pages,
    `${lotPath}/passages?open=${passage}`,
    `${lotPath}/passages/${passage}`,
    `${rollout}`,
    "/tables",
    "/people",
    "/account",
    "/audit",
  ];
}
