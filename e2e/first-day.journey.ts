import { expect } from "@playwright/test";
import { postCar } from "./post-car.ts";
import { test } from "./running-lot.ts";

const lotPath = "/lots/riverside-p1";

// The five steps of a newcomer, on one page that is never loaded again once the passages are open.
test("a rule written in the browser opens a gate, and the passage can be read", async ({ lot, signIn, page }) => {
  test.setTimeout(180_000);
  await signIn(page, "manager");

  await test.step("changes the hourly price and sees the curve move", async () => {
    await page.goto(`${lot.web}${lotPath}/tariff`);
    await expect(page.getByRole("heading", { name: /the draft costs the same as live/ })).toBeVisible();
    await page.getByRole("button", { name: "2 h 10 min, daytime" }).click();
    await expect(page.getByRole("table", { name: "Fee lines" })).toContainText("15.00");
    await page.getByRole("textbox", { name: "Day: price" }).fill("6.00");
    await page.keyboard.press("Tab");
    await expect(page.getByRole("heading", { name: /the draft costs up to ¥\d+\.\d\d more/ })).toBeVisible();
    await expect(page.getByRole("table", { name: "Fee lines" })).toContainText("18.00");
    await expect(page.getByText("Not live yet.")).toBeVisible();
    await expect(page.getByText(/^Saved/)).toBeVisible();
  });

  await test.step("changes a release rule in a form: a car without an entry may leave", async () => {
    await page.getByRole("navigation").getByRole("link", { name: "Rules" }).click();
    const rule = page.getByRole("listitem").filter({ hasText: "Exit without entry" });
    await rule.getByRole("button", { name: /^Edit rule/ }).click();
    await rule.getByRole("combobox", { name: "Decision" }).click();
    await page.getByRole("option", { name: "open the gate" }).click();
    await expect(page.getByText(/^Saved/)).toBeVisible();
    await expect(page.getByText("differs from live v1 in 2 places")).toBeVisible();
  });

  await test.step("asks what would happen to a car now, and publishes", async () => {
    await expect(page.getByText("A second engine decides the same.")).toBeVisible();
    await page.getByRole("link", { name: /^Review 2 changes/ }).click();
    await expect(page.getByRole("heading", { name: "Stays that cost otherwise" })).toBeVisible();
    await page.getByRole("tab", { name: "As sentences" }).click();
    await expect(page.getByText(/each started hour costs ¥6\.00/)).toBeVisible();
    await page.getByRole("textbox", { name: "Why this change" }).fill("Winter prices");
    await page.getByRole("button", { name: /^Publish/ }).click();
    await expect(page.getByRole("heading", { name: "v2 to Riverside P1" })).toBeVisible();
    await expect(page.getByText("1 of 1 edges live")).toBeVisible({ timeout: 15_000 });
  });

  await page.getByRole("navigation").getByRole("link", { name: "Passages" }).click();
  await expect(page.getByRole("grid", { name: "Passages" })).toBeVisible();
  const stranger = "京A41408"; // was never seen at an entry: v1 held such a car
  const row = page.getByRole("row").filter({ hasText: stranger });

  await test.step("sees a car within a second of its camera message, without a reload", async () => {
    await page.getByRole("searchbox", { name: "Search a plate" }).fill(stranger);
    await expect(page.getByText("No passage matches")).toBeVisible();
    const answer = await postCar(lot, "exit-1", stranger);
    expect(answer.status).toBe(200);
    await expect(row).toHaveCount(1, { timeout: 3_000 });
    await expect(row).toContainText("Opened");
    await expect(row).toContainText("v2");
  });

  await test.step("reads why: decision, rule, facts, version", async () => {
    await row.click();
    await page.getByRole("link", { name: "Open passage" }).click();
    await expect(page.getByRole("heading", { name: stranger, level: 1 })).toBeVisible();
    await expect(page.getByText(/^Opened by rule \d+/)).toBeVisible();
    const rules = page.getByRole("table", { name: "Rules and what they saw" });
    await expect(rules.getByRole("row").filter({ hasText: "Exit without entry" })).toContainText("Matched");
    await expect(page.getByText(/\d+ facts seen/)).toBeVisible();
    await expect(page.getByText(/by the edge with v2/)).toBeVisible();
    await expect(page.getByText("Decides the same")).toBeVisible({ timeout: 20_000 });
  });

  await test.step("reads the fee lines of a stay", async () => {
    const plate = "京A41409";
    for (const lane of ["entry-1", "exit-1"]) expect((await postCar(lot, lane, plate)).status).toBe(200);
    await page.getByRole("navigation").getByRole("link", { name: "Passages" }).click();
    await page.getByRole("searchbox", { name: "Search a plate" }).fill(plate);
    const stay = page.getByRole("row").filter({ hasText: plate });
    await expect(stay).toHaveCount(2, { timeout: 5_000 });
    await stay.filter({ hasText: "Exit 1" }).click();
    await page.getByRole("link", { name: "Open passage" }).click();
    await expect(page.getByRole("table", { name: "Fee lines" })).toContainText("Free");
    await expect(page.getByRole("heading", { name: "Same stay" })).toBeVisible();
  });

  const offlinePlates = ["京B10001", "京B10002", "京B10003"];

  await test.step("takes the cloud away; cars go on being decided", async () => {
    await lot.cloud("off");
    for (const offline of offlinePlates) expect((await postCar(lot, "entry-1", offline)).status).toBe(200);
    expect(lot.journalPlates()).toEqual(expect.arrayContaining(offlinePlates));
  });

  await test.step("gives it back; every passage arrives, once", async () => {
    await lot.cloud("on");
    await page.goto(`${lot.web}${lotPath}/passages?plate=${encodeURIComponent("京B1000")}`);
    for (const offline of offlinePlates)
      await expect(page.getByRole("row").filter({ hasText: offline })).toHaveCount(1, { timeout: 20_000 });
    await page.getByRole("navigation").getByRole("link", { name: "Fleet" }).click();
    await expect(page.getByText(/Passages: complete, 1 to \d+/)).toBeVisible({ timeout: 20_000 });
  });
});
