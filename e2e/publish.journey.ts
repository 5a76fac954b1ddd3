import { expect } from "@playwright/test";
import { postCar } from "./post-car.ts";
import { test } from "./running-lot.ts";

test("two people on one draft never overwrite each other silently", async ({ lot, browser, signIn }) => {
  test.setTimeout(120_000);
  const open = async (person: string) => {
    const page = await (await browser.newContext()).newPage();
    await signIn(page, person);
    await page.goto(`${lot.web}/lots/satama-p3/tariff`);
    await expect(page.getByRole("textbox", { name: "Free minutes" })).toBeVisible();
    return page;
  };
  const owner = await open("owner");
  const manager = await open("manager");

  await owner.getByRole("textbox", { name: "Free minutes" }).fill("20");
  await owner.keyboard.press("Tab");
  await expect(owner.getByText(/differs from live v1 in 1 place/)).toBeVisible();
  await expect(owner.getByRole("status").filter({ hasText: /^Saved/ })).toBeVisible();

  await manager.getByRole("textbox", { name: "Free minutes" }).fill("25");
  await manager.keyboard.press("Tab");
  await expect(manager.getByText(/Owner \(demo\) saved this draft at .*, while you were changing it/)).toBeVisible();
  await manager.getByRole("button", { name: /^Keep mine/ }).click();
  await expect(manager.getByRole("status").filter({ hasText: /^Saved/ })).toBeVisible();

  await owner.reload();
  await expect(owner.getByRole("textbox", { name: "Free minutes" })).toHaveValue("25");
});

test("a roll-back puts the version before on the edge in one click and one confirm", async ({ lot, page, signIn }) => {
  test.setTimeout(120_000);
  const lotPath = `${lot.web}/lots/riverside-p1`;
  await signIn(page, "manager");
  await page.goto(`${lotPath}/tariff`);
  const price = page.getByRole("textbox", { name: "Day: price" });
  const before = await price.inputValue();
  await price.fill(before === "7.00" ? "8.00" : "7.00");
  await page.keyboard.press("Tab");
  await page.getByRole("link", { name: /^Review 1 change/ }).click();
  await page.getByRole("textbox", { name: "Why this change" }).fill("A try");
  await page.getByRole("button", { name: /^Publish to 1 edge/ }).click();
  await expect(page.getByText("1 of 1 edges live")).toBeVisible({ timeout: 20_000 });
  const rollBack = page.getByRole("button", { name: /^Roll back to v\d+/ });
  const version = /v\d+/.exec((await rollBack.textContent()) ?? "")?.[0];
  await rollBack.click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Roll back to ${version}` })
    .click();
  await expect(page.getByText(/^Rolled back from v\d+/).first()).toBeVisible();
  await expect(page.getByText("1 of 1 edges live")).toBeVisible({ timeout: 20_000 });

  const plate = "京E70001";
  expect((await postCar(lot, "entry-1", plate)).status).toBe(200);
  await page.goto(`${lotPath}/passages?plate=${encodeURIComponent(plate)}`);
  await expect(page.getByRole("row").filter({ hasText: plate })).toContainText(version!);
});

test("a sign-in that ends loses nothing that was typed, and says so", async ({ lot, page, context, signIn }) => {
  test.setTimeout(120_000);
  await signIn(page, "manager");
  await page.goto(`${lot.web}/lots/satama-p3/tariff`);
  const free = page.getByRole("textbox", { name: "Free minutes" });
  await expect(free).toBeVisible();
  await context.clearCookies();
  await free.fill("33");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("alert").getByText(/You are signed out/)).toBeVisible({ timeout: 30_000 });
  await expect(free).toHaveValue("33");
  const other = await context.newPage();
  await signIn(other, "manager");
  await other.close();
  await page.bringToFront();
  await expect(page.getByRole("status").filter({ hasText: /^Saved/ })).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await expect(free).toHaveValue("33");
});
