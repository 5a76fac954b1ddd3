import { expect, type Page } from "@playwright/test";
import { inspect } from "./inspect.ts";
import { postCar } from "./post-car.ts";
import { type RunningLot, test } from "./running-lot.ts";

test("a shadow says for which cars a draft would do otherwise, and is made live from there", async ({
  lot,
  page,
  signIn,
}) => {
  test.setTimeout(180_000);
  await signIn(page, "manager");
  await changeFreeMinutes(lot, page, "0");
  await page.goto(`${lot.web}/lots/riverside-p1/review`);
  await expect(page.getByText("Not backtested as it stands.")).toBeVisible();
  await page.getByRole("textbox", { name: "Why this change" }).fill("What would it do");
  await page.getByRole("button", { name: /^When and how/ }).click();
  await choose(page, "Where", "As a shadow only");
  await inspect(page);
  await page.getByRole("button", { name: "Run as a shadow on 1 edge" }).click();
  await expect(page).toHaveURL(/\/rollouts\/shadows\//);
  const edges = page.getByRole("table", { name: "Edges" });
  await expect(edges.getByRole("row").nth(1)).toContainText("Checked", { timeout: 30_000 });
  await expect(page.getByText("No car has passed since the shadow began.")).toBeVisible();

  const plate = "京F80001";
  expect((await postCar(lot, "entry-1", plate)).status).toBe(200);
  expect((await postCar(lot, "exit-1", plate)).status).toBe(200);
  const differences = page.getByRole("table", { name: "What would be different" });
  await expect(differences.getByRole("row").nth(1)).toContainText("Free", { timeout: 30_000 });
  await expect(differences.getByRole("row").nth(1)).toContainText(/becomes|¥/);
  await inspect(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await inspect(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.setViewportSize({ width: 1280, height: 720 });
  await differences.getByRole("link").first().click();
  await expect(page).toHaveURL(/\/passages\//);
  await page.goBack();

  await page.getByRole("button", { name: /^Make v\d+ live$/ }).click();
  const dialog = page.getByRole("dialog");
  await inspect(page);
  await dialog.getByRole("button", { name: /^Make v\d+ live$/ }).click();
  await expect(dialog.getByText("Write why, so that others can follow.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Why" }).fill("It does what it should");
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 of 1 edges live")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "Rollouts" }).first().click();
  await expect(page.getByRole("table", { name: "Shadows" }).getByRole("row").nth(1)).toContainText("Live");
});

test("the owner asks for a backtest before a draft goes live; the review says so, and lets a reason stand", async ({
  lot,
  page,
  signIn,
}) => {
  test.setTimeout(180_000);
  await signIn(page, "owner");
  await page.goto(`${lot.web}/lots/riverside-p1/rollouts`);
  const box = page.getByRole("checkbox", { name: "A backtest has been run on the draft as it stands" });
  await box.click();
  await expect(page.getByText("Drafts must be backtested from now on")).toBeVisible();
  await changeFreeMinutes(lot, page, "14");
  await page.goto(`${lot.web}/lots/riverside-p1/review`);
  await expect(page.getByText("This lot asks for a backtest of the draft as it stands.")).toBeVisible();
  await page.getByRole("textbox", { name: "Why this change" }).fill("It cannot wait");
  await page.getByRole("button", { name: "Publish without a backtest to 1 edge" }).click();
  await expect(page.getByText("Write why, or run a backtest first.")).toBeVisible();
  await inspect(page);
  await page.getByRole("textbox", { name: "Why this cannot wait for a backtest" }).fill("The concert is tonight");
  await page.getByRole("button", { name: "Publish without a backtest to 1 edge" }).click();
  await expect(page.getByText("1 of 1 edges live")).toBeVisible({ timeout: 30_000 });
  await page.goto(`${lot.web}/lots/riverside-p1/rollouts`);
  await box.click();
  await expect(page.getByText("Drafts need no backtest any more")).toBeVisible();
});

async function changeFreeMinutes(lot: RunningLot, page: Page, minutes: string): Promise<void> {
  await page.goto(`${lot.web}/lots/riverside-p1/tariff`);
  await page.getByRole("textbox", { name: "Free minutes" }).fill(minutes);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("status").filter({ hasText: /^Saved/ })).toBeVisible();
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label, exact: true }).click();
  await page.getByRole("option", { name: option }).click();
}
