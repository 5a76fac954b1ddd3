import { expect } from "@playwright/test";
import { inspect } from "./inspect.ts";
import { test } from "./running-lot.ts";

const path = "/lots/riverside-p1/lists";

test("a manager puts a vehicle on a list, imports a file that has a wrong line, and ends an entry", async ({
  lot,
  page,
  signIn,
}) => {
  test.setTimeout(150_000);
  const word = String(Date.now()).slice(-5);
  const plate = `京L${word}`;
  await signIn(page, "manager");
  await page.goto(lot.web + path);
  await page.getByRole("button", { name: "Add vehicle" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("at least five characters");
  await dialog.getByLabel("Plate").fill(plate);
  await inspect(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  const row = page.getByRole("row").filter({ hasText: plate });
  await expect(row).toContainText("Permit");
  await expect(page.getByText(/^1 of 1 edges work by this version/)).toBeVisible({ timeout: 30_000 });

  await page.getByRole("button", { name: /^Used in rules/ }).click();
  await expect(page.getByRole("definition").filter({ hasText: "Permit enters" })).toContainText(/: live v\d+, draft/);
  await inspect(page);
  await page.getByRole("link", { name: "Permit enters" }).click();
  await expect(page.getByRole("textbox", { name: "Name" })).toBeVisible();
  await page.goBack();

  await page.getByRole("button", { name: "Import" }).click();
  const file = { name: "lists.csv", mimeType: "text/csv" };
  const csv = `plate,kind,until\n京M${word},block,\n12,allow,\n京N${word},exempt,2026-02-30\n`;
  await dialog.getByLabel("CSV file").setInputFiles({ ...file, buffer: Buffer.from(csv) });
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(dialog.getByText("2 lines are wrong; nothing was imported")).toBeVisible();
  await expect(dialog.getByRole("row").filter({ hasText: "Too short to be a plate." })).toContainText("3");
  await inspect(page);
  await dialog.getByRole("button", { name: "Import the good lines only" }).click();
  await expect(page.getByRole("row").filter({ hasText: `京M${word}` })).toContainText("Block list");

  await row.getByRole("button", { name: /^End/ }).click();
  await page.getByRole("button", { name: "End", exact: true }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole("textbox", { name: "Plate" }).fill(word);
  await page.getByText("Also what is over").click();
  await expect(page.getByRole("row").filter({ hasText: plate })).toContainText("Over");
});
