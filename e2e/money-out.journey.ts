import fs from "node:fs";
import { expect, type Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { publishFreeMinutes } from "./console-api.ts";
import { postCar } from "./post-car.ts";
import { test, walkVariants } from "./walk.ts";

for (const variant of walkVariants) {
  test(`money and reasons leave the console as files and on paper: ${variant.name}`, async ({ walk }) => {
    test.setTimeout(180_000);
    const { lot, page, hand, t, inspect, goTo } = await walk(variant, "manager");
    const part = `W${String(Date.now()).slice(-5, -1)}`;
    const plates = [1, 2, 3].map((n) => `京${part}${n}`);

    await page.goto(`${lot.web}/lots/riverside-p1/fleet`);

    await test.step("three cars owe a fee", async () => {
      await publishFreeMinutes(lot, page, 0);
      for (const lane of ["entry-1", "exit-1"])
        for (const plate of plates) expect((await postCar(lot, lane, plate)).status).toBe(200);
      await publishFreeMinutes(lot, page, 15);
    });

    await test.step("what the filters show is in the file, and its sum is the page's", async () => {
      await goTo("passages");
      await hand.write(page.getByRole("searchbox", { name: t("passages.plateSearch") }), part);
      const due = page.getByRole("option", { name: t("status.decision.requestPayment"), exact: true });
      await hand.choose(page.getByRole("combobox", { name: t("passages.decision"), exact: true }), due);
      const rows = page.getByRole("row").filter({ hasText: part });
      await expect(rows).toHaveCount(plates.length);
      const shown = page.getByText(/¥\d+\.\d\d/).filter({ hasText: t("passages.shown", { count: 3, more: "no" }) });
      await expect(shown).toBeVisible();
      const total = Number(/¥([\d.]+)/.exec((await shown.textContent()) ?? "")?.[1]);
      await inspect("filtered passages");
      const download = page.waitForEvent("download");
      await hand.press(page.getByRole("button", { name: t("passages.export"), exact: true }));
      const lines: Record<string, string>[] = parse(fs.readFileSync(await (await download).path()), {
        bom: true,
        columns: true,
      });
      const sumOf = (column: string) => lines.reduce((sum, line) => sum + Number(line[t(`passages.csv.${column}`)]), 0);
      expect(lines.map((line) => line[t("passages.csv.plate")]).sort()).toEqual(plates);
      expect(total).toBeGreaterThan(0);
      expect(sumOf("fee")).toBeCloseTo(total, 6);
      expect(sumOf("feeMinor")).toBe(Math.round(total * 100));
      for (const line of lines) expect(Date.parse(line[t("passages.csv.time")] ?? "")).not.toBeNaN();
    });

    await test.step("a passage with its reasons and the marks of its version prints on A4", async () => {
      const row = page.getByRole("row").filter({ hasText: plates[0]! });
      if (hand.isKeyboard) await hand.press(page.getByRole("row").filter({ hasText: part }).first());
      else {
        await hand.press(row);
        await hand.press(page.getByRole("link", { name: t("passages.openPage"), exact: true }));
      }
      await expect(page.getByRole("heading", { name: t("passage.fee"), exact: true })).toBeVisible();
      await expectPrints(page, () => hand.press(page.getByRole("button", { name: t("passage.print"), exact: true })));
      await page.emulateMedia({ media: "print" });
      for (const act of ["passage.print", "scenarios.saveOf", "gate.title"])
        await expect(page.getByRole("button", { name: t(act), exact: true })).toHaveCount(0);
      await expect(page.getByText(/^[0-9a-f]{64}$/).first()).toBeVisible();
      await expect(page.getByRole("paragraph").filter({ hasText: /^Riverside P1.*Manager/ })).toBeVisible();
      await expectSheets(page, 8);
      await page.emulateMedia({ media: null });
    });

    await test.step("the prices hang at the entry on one A4 sheet", async () => {
      await goTo("tariff");
      const board = page.getByRole("menuitem", { name: t("exchange.priceBoard"), exact: true });
      await hand.choose(page.getByRole("button", { name: t("exchange.menu"), exact: true }), board);
      await expect(page.getByRole("article")).toContainText("停车收费标准");
      await expectPrints(page, () =>
        hand.press(page.getByRole("button", { name: t("priceBoard.print"), exact: true })),
      );
      await inspect("the price board");
      await expectSheets(page, 1);
    });
  });
}

/** Pressing asks the browser to print. */
async function expectPrints(page: Page, press: () => Promise<void>): Promise<void> {
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute("data-printed", "");
  });
  await press();
  await expect(page.locator("body[data-printed]")).toHaveCount(1);
  await page.evaluate(() => document.body.removeAttribute("data-printed"));
}

/** The page as a printer gets it: A4, at most so many sheets, dark on white. */
async function expectSheets(page: Page, most: number): Promise<void> {
  await page.emulateMedia({ media: "print" });
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  await page.emulateMedia({ media: null });
  const sizes = [...pdf.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(([, width, height]) => [
    Math.round(Number(width)),
    Math.round(Number(height)),
  ]);
  expect(new Set(sizes.map(String))).toEqual(new Set(["595,842"]));
  expect(sizes.length).toBeLessThanOrEqual(most);
}
