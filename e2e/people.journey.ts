import { expect } from "@playwright/test";
import { inspect } from "./inspect.ts";
import { test } from "./running-lot.ts";

test("an owner adds a person for one lot, who signs in, sees that lot and changes the password", async ({
  lot,
  page,
  browser,
  signIn,
}) => {
  test.setTimeout(120_000);
  const email = `night-${Date.now()}@demo.liftgate.test`;
  await signIn(page, "owner");
  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("button", { name: "Add person" }).click();
  await expect(page.getByText("Write the name.")).toBeVisible();
  await page.getByRole("textbox", { name: "Name" }).fill("Night desk");
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  const form = page.locator("form");
  await form.getByRole("checkbox", { name: "All lots, also new ones" }).click();
  await form.getByRole("checkbox").nth(2).click();
  await page.getByRole("button", { name: "Add person" }).click();
  const told = page.getByRole("status").filter({ hasText: "Password of Night desk" });
  const password = (await told.locator("code").textContent())!;
  await inspect(page);

  const context = await browser.newContext();
  const theirs = await context.newPage();
  const enter = async (secret: string) => {
    await theirs.goto(`${lot.web}/sign-in`);
    await theirs.getByRole("textbox", { name: "Email" }).fill(email);
    await theirs.getByLabel("Password").fill(secret);
    await theirs.getByRole("button", { name: "Sign in" }).click();
  };
  await enter(password);
  await expect(theirs.locator("main").getByRole("heading", { level: 2 })).toHaveCount(1);
  await expect(theirs.getByRole("link", { name: "People" })).toHaveCount(0);
  await theirs.goto(`${lot.web}/account`);
  await theirs.getByLabel("Password now").fill(password);
  await theirs.getByLabel("New password").fill(`${password}-mine`);
  await theirs.getByRole("button", { name: "Change password" }).click();
  await expect(theirs.getByText(/^Password changed/)).toBeVisible();
  await context.clearCookies();
  await enter(password);
  await expect(theirs.getByText("The email or the password is wrong")).toBeVisible();
  await enter(`${password}-mine`);
  await expect(theirs).toHaveURL(/\/lots$/);

  const row = page.getByRole("row").filter({ hasText: email });
  await row.getByRole("button", { name: /^Remove/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove person" }).click();
  await expect(row).toHaveCount(0);
  await theirs.goto(`${lot.web}/lots`);
  await expect(theirs.getByText("No lot is yours to see yet")).toBeVisible();
  await context.close();
});
