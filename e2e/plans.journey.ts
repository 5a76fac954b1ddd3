import { expect, type Page } from "@playwright/test";
import { inspect } from "./inspect.ts";
import { type RunningLot, test } from "./running-lot.ts";

test("a rollout is scheduled and ended, another goes over two lots in waves and is taken back", async ({
  lot,
  page,
  signIn,
}) => {
  test.setTimeout(180_000);
  await signIn(page, "manager");
  await changeSatama(lot, page);
  await changeRiverside(lot, page);

  await page.getByRole("link", { name: /^Review 1 change/ }).click();
  await page.getByRole("textbox", { name: "Why this change" }).fill("Before the holiday");
  await page.getByRole("button", { name: /^When and how/ }).click();
  await choose(page, "When", "At a time");
  await page.getByLabel(/^Day, by the lot's clock/).fill("2020-01-01");
  await page.getByRole("button", { name: "Schedule for 1 lot" }).click();
  await expect(page.getByRole("alert").getByText("Choose a time that is still to come.")).toBeVisible();
  await page.getByLabel(/^Day, by the lot's clock/).fill(tomorrow());
  await inspect(page);
  await page.getByRole("button", { name: "Schedule for 1 lot" }).click();
  await expect(page).toHaveURL(/\/rollouts\/plans\//);
  await expect(page.getByText("Scheduled", { exact: true })).toBeVisible();
  await act(page, "End rollout", "The holiday was moved");
  await expect(page.getByText("Ended", { exact: true }).first()).toBeVisible();

  await page.goto(`${lot.web}/lots/riverside-p1/review`);
  await page.getByRole("textbox", { name: "Why this change" }).fill("First here, then there");
  await page.getByRole("button", { name: /^When and how/ }).click();
  await choose(page, "Where", "In waves over lots");
  await page.getByRole("button", { name: "Publish to 1 lot" }).click();
  await expect(page.getByRole("alert").getByText("Choose at least one lot for the second wave.")).toBeVisible();
  await page.getByRole("checkbox", { name: /Satama/ }).click();
  await expect(page.getByText(/^v\d+ to \d+ edges?$/)).toBeVisible();
  await inspect(page);
  await page.getByRole("button", { name: "Publish to 2 lots in waves" }).click();
  await expect(page).toHaveURL(/\/rollouts\/plans\//);
  const waves = page.getByRole("list", { name: "Waves" }).locator("> li");
  await expect(waves.nth(0)).toContainText("1 of 1 lot live", { timeout: 30_000 });
  await expect(waves.nth(1)).toContainText(/Starts in \d+ min/);
  await expect(page.getByRole("list", { name: "Guards" }).getByRole("listitem")).toHaveCount(3);
  await inspect(page);
  await act(page, "Pause rollout", "Have a look");
  await expect(waves.nth(1)).toContainText("Starts only when somebody lets it go on");
  await act(page, "Go on", "All is well");
  await expect(waves.nth(1)).toContainText(/Starts in \d+ min/);
  await page.setViewportSize({ width: 360, height: 740 });
  await inspect(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.setViewportSize({ width: 1280, height: 720 });
  await act(page, "Roll back", "Back to yesterday");
  await expect(page.getByText("Rolled back", { exact: true })).toBeVisible();

  await page.getByRole("link", { name: "Rollouts" }).first().click();
  const planned = page.getByRole("table", { name: "Planned and running" });
  await expect(planned.getByRole("row").filter({ hasText: "First here, then there" })).toContainText("Rolled back");
  await expect(planned.getByRole("row").filter({ hasText: "Before the holiday" })).toContainText("Ended");
  for (const lotId of ["riverside-p1", "satama-p3"]) await discard(lot, page, lotId);
});

test("the owner asks for a second person, and takes it back", async ({ lot, page, signIn }) => {
  await signIn(page, "owner");
  await page.goto(`${lot.web}/lots/riverside-p1/rollouts`);
  const box = page.getByRole("checkbox", { name: "A second person approves changes" });
  await expect(box).not.toBeChecked();
  await box.click();
  await expect(page.getByText("A second person approves changes from now on")).toBeVisible();
  await page.reload();
  await expect(box).toBeChecked();
  await box.click();
  await expect(page.getByText("Changes need no approval any more")).toBeVisible();
});

async function changeSatama(lot: RunningLot, page: Page): Promise<void> {
  await page.goto(`${lot.web}/lots/satama-p3/tariff`);
  await page.getByRole("textbox", { name: "Free minutes" }).fill("21");
  await saved(page);
}

async function changeRiverside(lot: RunningLot, page: Page): Promise<void> {
  await page.goto(`${lot.web}/lots/riverside-p1/tariff`);
  await page.getByRole("textbox", { name: "Day: price" }).fill("9.00");
  await saved(page);
}

async function saved(page: Page): Promise<void> {
  await page.keyboard.press("Tab");
  await expect(page.getByRole("status").filter({ hasText: /^Saved/ })).toBeVisible();
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label, exact: true }).click();
  await page.getByRole("option", { name: option }).click();
}

/** Asked once, refused without a note. */
async function act(page: Page, button: string, note: string): Promise<void> {
  await page.getByRole("button", { name: button }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: button }).click();
  await expect(dialog.getByText("Write why, so that others can follow.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Why" }).fill(note);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
}

async function discard(lot: RunningLot, page: Page, lotId: string): Promise<void> {
  await page.goto(`${lot.web}/lots/${lotId}/review`);
  await page.getByRole("button", { name: "Discard the changes" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Go back to v/ })
    .click();
  await expect(page.getByText("The draft is what is live again")).toBeVisible();
}

function tomorrow(): string {
  return new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
}
