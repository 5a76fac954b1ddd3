import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { type RunningLot, test } from "./running-lot.ts";

test("one table for two lots: a price of one's own stays through a new version and one rollout over both", async ({
  lot,
  page,
  signIn,
}) => {
  test.setTimeout(180_000);
  await signIn(page, "manager");
  await page.goto(`${lot.web}/lots/riverside-p1/tariff`);
  await page.getByRole("button", { name: "Share with other lots" }).click();
  const sharing = page.getByRole("dialog");
  await sharing.getByRole("textbox", { name: "Name" }).fill("City prices");
  await page.keyboard.press("Enter");
  await expect(sharing.getByText("Say it in a few words.")).toBeVisible();
  await sharing.getByRole("textbox", { name: "What it is for" }).fill("One price in the city");
  await inspect(page, "[role=dialog]");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Shared: City prices v1 · nothing different here")).toBeVisible();

  await page.goto(`${lot.web}/lots/satama-p3/tariff`);
  await page.getByRole("button", { name: /^For all prices/ }).click();
  await page.getByRole("combobox", { name: "Currency" }).click();
  await page.getByRole("option", { name: "CNY" }).click();
  await saved(page);
  await page.getByRole("button", { name: "Use a shared table" }).click();
  await expect(page.getByRole("button", { name: "Use City prices" })).toBeVisible();
  await inspect(page, "[role=dialog]");
  await page.getByRole("button", { name: "Use City prices" }).click();
  await expect(page.getByText("Shared: City prices v1 · nothing different here")).toBeVisible();
  await page.getByRole("textbox", { name: "Day: price" }).fill("6.50");
  await saved(page);
  await expect(page.getByText("Shared: City prices v1 · 1 difference here")).toBeVisible();
  await page.getByRole("button", { name: "Show differences" }).click();
  await expect(page.getByText("Here: Each started hour costs ¥6.50.")).toBeVisible();
  await inspect(page);

  await page.getByRole("link", { name: "City prices" }).click();
  await expect(page.getByRole("heading", { name: "City prices" })).toBeVisible();
  await page.getByRole("textbox", { name: "Free minutes" }).fill("20");
  await page.getByRole("textbox", { name: "Why this version" }).fill("Twenty minutes for all");
  await inspect(page);
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Bring v2 to lots" }).click();
  const lots = page.getByRole("list", { name: "Lots", exact: true }).locator("> li");
  await expect(lots).toHaveCount(2);
  await expect(lots.filter({ hasText: "Satama" })).toContainText("keeps 1 difference");
  await inspect(page);
  await page.getByRole("button", { name: "Bring v2 to 2 lots" }).click();
  await expect(page.getByRole("heading", { name: "v2 is in the drafts of 2 lots" })).toBeVisible();

  await page.getByRole("link", { name: "Roll out to 2 lots" }).click();
  await expect(page.getByRole("checkbox", { name: /Satama/ })).toBeChecked();
  await expect(page.getByText(/^v\d+ to \d+ edges?$/)).toBeVisible();
  await page.getByRole("textbox", { name: "Why this change" }).fill("Twenty minutes for all");
  await page.getByRole("button", { name: "Publish to 2 lots in waves" }).click();
  await expect(page).toHaveURL(/\/rollouts\/plans\//);
  await expect(page.getByRole("list", { name: "Waves" }).locator("> li")).toHaveCount(2);
  const plan = page.url();

  await page.goto(`${lot.web}/lots/satama-p3/tariff`);
  await expect(page.getByText("Shared: City prices v2 · 1 difference here")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Day: price" })).toHaveValue("6.50");
  await expect(page.getByRole("textbox", { name: "Free minutes" })).toHaveValue("20");
  await undoAll(lot, page, plan);
});

async function saved(page: Page): Promise<void> {
  await page.keyboard.press("Tab");
  await expect(page.getByRole("status").filter({ hasText: /^Saved/ })).toBeVisible();
}

/** Leaves the lots as they were, and no shared table. */
async function undoAll(lot: RunningLot, page: Page, plan: string): Promise<void> {
  await page.goto(plan);
  await page.getByRole("button", { name: "Roll back" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Why" }).fill("End of the journey");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Rolled back", { exact: true })).toBeVisible();
  for (const lotId of ["riverside-p1", "satama-p3"]) {
    await page.goto(`${lot.web}/lots/${lotId}/review`);
    await page.getByRole("button", { name: "Discard the changes" }).click();
    await dialog.getByRole("button", { name: /^Go back to v/ }).click();
    await expect(page.getByText("The draft is what is live again")).toBeVisible();
  }
  await page.goto(`${lot.web}/tables`);
  await page.getByRole("link", { name: "City prices" }).click();
  await page.getByRole("button", { name: "Remove" }).click();
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("No table is shared yet")).toBeVisible();
}

/** The page's own part, or the dialog before it; the frame around is looked at on every page elsewhere. */
async function inspect(page: Page, part = "main"): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include(part).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target}`)).toEqual([]);
}
