import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { postCar } from "./post-car.ts";
import { type RunningLot, test } from "./running-lot.ts";

const lotPath = "/lots/riverside-p1";

test("a change is proven on a described car and on recorded ones before it is published", async ({
  lot,
  page,
  signIn,
}) => {
  test.setTimeout(150_000);
  await signIn(page, "manager");
  await openPassage(lot, page, "京P10001");

  await page.getByRole("button", { name: "Save as scenario" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Save scenario" }).click();
  await expect(dialog.getByText("Write a name.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Name" }).fill("A visitor comes in");
  await dialog.getByRole("button", { name: "Save scenario" }).click();
  await expect(page.getByText("Saved as scenario")).toBeVisible();

  await page.getByRole("link", { name: "Proof" }).click();
  await expect(page.getByText("1 of 1 scenario comes out as expected")).toBeVisible();
  await page.getByRole("button", { name: "Add scenario" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Two hours at next Spring Festival");
  await page.getByLabel("Day at the lane").fill("2027-02-06");
  await page.getByRole("textbox", { name: "Time at the lane" }).fill("14:10");
  await page.keyboard.press("Tab");
  await page.getByRole("combobox", { name: "What happens" }).click();
  await page.getByRole("option", { name: "Ask to pay" }).click();
  await page.getByRole("checkbox", { name: "The fee is" }).click();
  await page.getByRole("textbox", { name: "Fee of the stay" }).fill("99");
  await page.keyboard.press("Tab");
  const unmet = page.getByText(/^Expected a fee of ¥99\.00, came out ¥\d+\.\d\d$/);
  const fee = /came out ¥(.+)$/.exec((await unmet.textContent())!)![1]!;
  await page.getByRole("textbox", { name: "Fee of the stay" }).fill(fee);
  await page.keyboard.press("Tab");
  await inspect(page);
  await page.getByRole("button", { name: "Save scenario" }).click();
  await expect(page.getByText("2 of 2 scenarios come out as expected")).toBeVisible();

  await expect(page.getByRole("button", { name: /^Add the scenario/ }).first()).toBeVisible();
  await page
    .getByRole("button", { name: /^Add the scenario/ })
    .first()
    .focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("3 of 3 scenarios come out as expected")).toBeVisible();
  await page.getByRole("button", { name: /^Edit “Meets/ }).click();
  await page.getByRole("button", { name: "Remove scenario" }).click();
  await expect(page.getByText("2 of 2 scenarios come out as expected")).toBeVisible();

  await refuseEveryEntry(page);
  await page.getByRole("link", { name: "Proof" }).click();
  await expect(page.getByText("1 of 2 scenarios come out as expected")).toBeVisible();
  await expect(page.getByText("Expected Open, came out Refuse")).toBeVisible();

  await page.getByRole("link", { name: "Backtest" }).click();
  await page.getByRole("button", { name: "Start backtest" }).click();
  await expect(page.getByRole("heading", { name: /^[1-9]\d* of \d+ passages come out otherwise$/ })).toBeVisible({
    timeout: 30_000,
  });
  await inspect(page);
  const row = page.getByRole("row").filter({ hasText: "京P10001" });
  await row.getByRole("button", { name: "Both reasons" }).click();
  await expect(page.getByRole("region", { name: "Live", exact: true }).getByText("Open").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Draft", exact: true }).getByText("Refuse").first()).toBeVisible();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  expect((await saved).suggestedFilename()).toMatch(/^backtest-.*\.csv$/);

  await page.goto(`${lot.web}${lotPath}/review`);
  await expect(page.getByRole("heading", { name: "Cars that are decided otherwise" })).toBeVisible();
  await expect(page.getByRole("tabpanel").getByRole("listitem").first()).toContainText("entry");
  await expect(page.getByText("Some scenarios do not come out as expected.")).toBeVisible();
  await inspect(page);

  await page.getByRole("button", { name: "Discard the changes" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Go back to v\d+$/ })
    .click();
  await expect(page.getByText("The draft is what is live", { exact: true })).toBeVisible();
  await expect(page.getByText("2 of 2 scenarios come out as expected.")).toBeVisible();
  await page.getByRole("link", { name: "Scenarios" }).click();
  for (const name of ["A visitor comes in", "Two hours at next Spring Festival"]) {
    await page.getByRole("button", { name: `Edit “${name}”` }).click();
    await page.getByRole("button", { name: "Remove scenario" }).click();
    await expect(page.getByText(name)).toHaveCount(0);
  }
});

/** A car that came in, on its own page. */
async function openPassage(lot: RunningLot, page: Page, plate: string): Promise<void> {
  expect((await postCar(lot, "entry-1", plate)).status).toBe(200);
  await page.goto(`${lot.web}${lotPath}/passages?plate=${encodeURIComponent(plate)}`);
  await page.getByRole("row").filter({ hasText: plate }).click();
  await expect(page).toHaveURL(/open=/);
  const passage = new URL(page.url()).searchParams.get("open");
  await page.goto(`${lot.web}${lotPath}/passages/${passage}`);
}

async function refuseEveryEntry(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Rules" }).click();
  await page.getByRole("button", { name: "Edit rule 17" }).click();
  await page.getByRole("combobox", { name: "Decision" }).click();
  await page.getByRole("option", { name: "turn the vehicle away" }).click();
  await expect(page.getByText(/^Saved \d/)).toBeVisible();
}

async function inspect(page: Page): Promise<void> {
  expect(
    (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target}`),
  ).toEqual([]);
}
