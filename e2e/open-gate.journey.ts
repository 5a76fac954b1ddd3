import { expect, type Page } from "@playwright/test";
import { inspect } from "./inspect.ts";
import { postCar } from "./post-car.ts";
import { type RunningLot, test } from "./running-lot.ts";

const lotPath = "/lots/riverside-p1";

test("support opens the exit gate for a held car, sees it open, and the audit says who and why", async ({
  lot,
  page,
  browser,
  signIn,
}) => {
  test.setTimeout(120_000);
  await signIn(page, "support");
  await openPassage(lot, page, "exit-1", "京G20001");

  await page.getByRole("button", { name: "Open gate" }).click();
  const dialog = page.getByRole("dialog", { name: "Open gate" });
  await expect(dialog.getByRole("combobox", { name: "Lane" })).toContainText(/exit/i);
  const confirm = dialog.getByRole("button", { name: /^Open .*exit/i });
  await confirm.click();
  await expect(dialog.getByText("Choose the reason.")).toBeVisible();
  await dialog.getByRole("combobox", { name: "Reason" }).click();
  await page.getByRole("option", { name: "Other" }).click();
  await confirm.click();
  await expect(dialog.getByText("Write what happened.")).toBeVisible();
  await inspect(page);
  await dialog.getByRole("textbox", { name: "Note" }).fill("Paid in cash at the booth");
  let asked = 0;
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().includes("fleet.openGate")) asked += 1;
  });
  await confirm.dblclick();
  await expect(dialog.getByText("Gate opened")).toBeVisible();
  await expect(dialog.getByText("Received by the edge")).toBeVisible();
  expect(asked).toBe(1);
  await inspect(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);

  const owner = await (await browser.newContext()).newPage();
  await signIn(owner, "owner");
  await owner.goto(`${lot.web}/audit`);
  const row = owner.getByRole("row").filter({ hasText: "Paid in cash at the booth" });
  await expect(row).toContainText("Gate opened from afar");
  await expect(row).toContainText("exit-1");
  await expect(row).toContainText(/support/i);
});

test("a request that is lost on the way is never called open, and a lane without an edge is said to have none", async ({
  lot,
  page,
  signIn,
}) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, "support");
  await page.goto(`${lot.web}${lotPath}/fleet`);
  await page.route(/fleet\.openGate/, () => new Promise(() => undefined));
  const dialog = page.getByRole("dialog", { name: "Open gate" });
  await pressByKeyboard(page, "Open Entry 1");
  await expect(dialog.getByText("Waiting for the gate")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Open Entry 1" }).click();
  await expect(dialog.getByText("Waiting for the gate")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Open Entry 1" })).toHaveCount(0);
  await expect(dialog.getByText(/nobody can say whether Entry 1 was asked to open/)).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await inspect(page);
  await expect(dialog.getByRole("button", { name: "Try again" })).toBeVisible();
  await expect(dialog.getByText("Gate opened")).toHaveCount(0);

  await page.unroute(/fleet\.openGate/);
  await page.goto(`${lot.web}/lots/satama-p3/fleet`);
  await pressByKeyboard(page, "Open Exit 1");
  await expect(dialog.getByText("No edge serves Exit 1. Nothing was sent.")).toBeVisible();
  await inspect(page);
});

/** Opens a lane's gate for a test, without a mouse. */
async function pressByKeyboard(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Open gate" });
  await dialog.getByRole("combobox", { name: "Reason" }).press("Enter");
  await page.getByRole("option", { name: "Test" }).press("Enter");
  await expect(dialog.getByRole("combobox", { name: "Reason" })).toContainText("Test");
  await dialog.getByRole("button", { name }).press("Enter");
}

/** A car at the lane, on its own page. */
async function openPassage(lot: RunningLot, page: Page, laneId: string, plate: string): Promise<void> {
  expect((await postCar(lot, laneId, plate)).status).toBe(200);
  await page.goto(`${lot.web}${lotPath}/passages?plate=${encodeURIComponent(plate)}`);
  await page.getByRole("row").filter({ hasText: plate }).click();
  await expect(page).toHaveURL(/open=/);
  const passage = new URL(page.url()).searchParams.get("open");
  await page.goto(`${lot.web}${lotPath}/passages/${passage}`);
}
