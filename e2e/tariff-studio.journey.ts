import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page } from "@playwright/test";
import { test } from "./running-lot.ts";

const lotPath = "/lots/riverside-p1";

async function clean(page: Page, what: string): Promise<void> {
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${what}: ${id}: ${nodes[0]?.target.join(" ")}`);
  expect(found).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${what} is wider than the window`).toBeLessThanOrEqual(0);
}

/** The prices of the first table, as its read-back sentence says them. */
const readBack = (page: Page) => page.locator("p[aria-live=polite]").filter({ hasText: /Stays up to|The first/ });
const saved = (page: Page) => expect(page.getByRole("status").filter({ hasText: /^Saved/ })).toBeVisible();
const feeOf = (page: Page) => page.getByRole("table", { name: "Fee lines" }).getByRole("row").last();

test("a new manager makes a tariff from a template in under three minutes, by mouse", async ({ lot, page, signIn }) => {
  test.setTimeout(240_000);
  await signIn(page, "manager");
  const begun = Date.now();
  await page.goto(`${lot.web}/lots`);
  await page.getByRole("link", { name: "Riverside P1" }).first().click();
  await page.getByRole("navigation").getByRole("link", { name: "Tariff" }).click();

  await test.step("picks a template; what it replaces is named before", async () => {
    await page.getByRole("button", { name: "Start from a template" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: /First minutes free, then by the hour/ }).click();
    await expect(dialog).toContainText("Undo brings them back");
    await dialog.getByRole("button", { name: "Replace the prices" }).click();
    await expect(page.getByRole("heading", { name: "Visitors" })).toBeVisible();
  });

  await test.step("sets free minutes, hour and cap; each key moves the curve", async () => {
    await page.getByRole("textbox", { name: "Free minutes" }).fill("15");
    await page.getByRole("textbox", { name: "Price: price" }).fill("5.00");
    await page.getByRole("textbox", { name: "Most that is paid" }).fill("50.00");
    await page.keyboard.press("Tab");
    await expect(readBack(page)).toContainText("longer stays pay from entry");
    await expect(readBack(page)).toContainText("Each started hour costs ¥5.00");
    await expect(readBack(page)).toContainText("No 24 hours from entry cost more than ¥50.00");
    await expect(page.getByRole("heading", { name: /^Arriving at 09:00/ })).toBeVisible();
  });

  await test.step("adds a night from 22:00 to 08:00 as one block", async () => {
    const night = page.getByRole("textbox", { name: "Night: price" });
    // What the checks find may move the button under the pointer: a person presses again.
    await expect(async () => {
      if ((await night.count()) === 0) await page.getByRole("button", { name: "Add a night price" }).click();
      await expect(night).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await night.fill("20.00");
    await expect(page.getByRole("textbox", { name: "Night: from" })).toHaveValue("22:00");
    await expect(page.getByRole("textbox", { name: "Night: to" })).toHaveValue("08:00");
    await expect(page.getByRole("slider", { name: "Day ends, Night begins" })).toHaveAttribute(
      "aria-valuetext",
      "22:00",
    );
  });

  await test.step("tries a stay of 2 h 10 and reads its lines", async () => {
    await page.getByRole("button", { name: "2 h 10 min, daytime" }).click();
    await expect(page.getByRole("table", { name: "Fee lines" })).toContainText("3 started hours × ¥5.00");
    await expect(feeOf(page)).toContainText("15.00");
  });

  await test.step("lets the free minutes be taken off, and pays 10.00", async () => {
    await page.getByRole("combobox", { name: "From when a longer stay pays" }).click();
    await page.getByRole("option", { name: "after the free minutes" }).click();
    await expect(feeOf(page)).toContainText("10.00");
  });
  expect(Date.now() - begun, "a first tariff takes under three minutes").toBeLessThan(180_000);

  await test.step("leaves and returns: nothing is lost, nothing is live", async () => {
    await saved(page);
    await page.getByRole("navigation").getByRole("link", { name: "Rules" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Rules" })).toBeVisible();
    await page.reload();
    await page.getByRole("navigation").getByRole("link", { name: "Tariff" }).click();
    await expect(page.getByRole("textbox", { name: "Night: price" })).toHaveValue("20.00");
    await expect(page.getByText("Not live yet.")).toBeVisible();
  });
});

test("the same by keyboard alone, with undo, the strip and a ladder that falls", async ({ lot, page, signIn }) => {
  test.setTimeout(240_000);
  await signIn(page, "manager");
  await page.goto(`${lot.web}/lots/satama-p3/tariff`);
  const press = async (target: Locator, ...keys: string[]) => {
    await target.focus();
    for (const key of keys) await page.keyboard.press(key);
  };
  const type = async (name: string, text: string) => {
    await press(page.getByRole("textbox", { name, exact: true }), "ControlOrMeta+a");
    await page.keyboard.type(text);
    await page.keyboard.press("Tab");
  };

  const before = await readBack(page).first().innerText();
  await press(page.getByRole("button", { name: "Start from a template" }), "Enter");
  const dialog = page.getByRole("dialog");
  await press(dialog.getByRole("button", { name: /First minutes free, then by the hour/ }), "Enter");
  await expect(dialog.getByRole("button", { name: "Back to the templates" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Visitors" })).toBeVisible();
  await press(page.getByRole("button", { name: "Undo" }), "Enter");
  await expect(readBack(page).first()).toHaveText(before);
  await press(page.getByRole("button", { name: "Redo" }), "Enter");
  await expect(readBack(page).first()).not.toHaveText(before);

  await type("Price: price", "5");
  await type("Most that is paid", "50");
  await press(page.getByRole("button", { name: "Add a night price" }), "Enter");
  await type("Night: price", "20");

  await test.step("moves the evening by arrow keys; the neighbour moves with it", async () => {
    const edge = page.getByRole("slider", { name: "Day ends, Night begins" });
    await press(edge, "ArrowLeft", "ArrowLeft");
    await expect(edge).toHaveAttribute("aria-valuetext", "21:30");
    await expect(page.getByRole("textbox", { name: "Day: to" })).toHaveValue("21:30");
    await expect(page.getByRole("textbox", { name: "Night: from" })).toHaveValue("21:30");
    await type("Night: from", "22:00");
    await expect(edge).toHaveAttribute("aria-valuetext", "22:00");
  });

  await test.step("reads a stay of 2 h 10", async () => {
    await press(page.getByRole("button", { name: "2 h 10 min, daytime" }), "Enter");
    await expect(feeOf(page)).toContainText("15.00");
    await press(page.getByRole("combobox", { name: "From when a longer stay pays" }), "Enter");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(feeOf(page)).toContainText("10.00");
  });

  await test.step("is told, beside the price, when a longer stay would cost less", async () => {
    await press(page.getByRole("button", { name: "More about “Day”", exact: true }), "Enter");
    await press(page.getByRole("button", { name: "Paste steps from a spreadsheet" }), "Enter");
    await page.getByRole("textbox", { name: "Rows from the spreadsheet" }).focus();
    await page.keyboard.insertText("1 h\t5.00\n4 h\t12.00\n8 h\t9.00\nmore\t40.00\n");
    await expect(page.getByRole("table", { name: "Steps as they were read" }).getByRole("row")).toHaveCount(5);
    await press(page.getByRole("button", { name: "Use these 4 steps" }), "Enter");
    await expect(page.getByText(/this total is lower than the one before it/).first()).toBeVisible();
    await type("Day 3: price", "15");
    await expect(page.getByText(/this total is lower than the one before it/)).toHaveCount(0);
  });
});

const variants = [
  { name: "light, English", theme: "light", locale: "en", width: 1280 },
  { name: "dark, Chinese, phone", theme: "dark", locale: "zh-CN", width: 390 },
] as const;

for (const { name, theme, locale, width } of variants) {
  test(`each open state of the studio is accessible and fits: ${name}`, async ({ lot, browser, signIn }) => {
    test.setTimeout(480_000);
    const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme: theme });
    await context.addCookies([{ name: "liftgate-locale", value: locale, url: lot.web }]);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await signIn(page, "manager");
    await page.goto(`${lot.web}${lotPath}/tariff`);
    await expect(page.getByRole("textbox", { name: /Free minutes|免费分钟数/ })).toBeVisible();
    await clean(page, "tariff");

    await page.getByRole("button", { name: /Start from a template|从模板开始/ }).click();
    await clean(page, "templates");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Airport|机场/ })
      .click();
    await clean(page, "confirm");
    await page.getByRole("button", { name: /Replace the prices|替换价格/ }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);

    // An open fold may hold more, and clicking one changes the list: the first closed one until none is left.
    const closed = page.locator("main button[aria-expanded=false]:not([aria-haspopup])");
    for (let opened = 0; opened < 60 && (await closed.count()) > 0; opened += 1) await closed.first().click();
    await expect(closed).toHaveCount(0);
    await clean(page, "every fold open");

    await page
      .getByRole("button", { name: /Show as table|以表格显示/ })
      .last()
      .click();
    await clean(page, "the week as a table");
    await page.getByRole("button", { name: /Import a calendar file|导入日历文件/ }).click();
    await page.locator("input[type=file]").setInputFiles({
      name: "holidays.ics",
      mimeType: "text/calendar",
      buffer: Buffer.from(holidays(), "utf8"),
    });
    await expect(page.getByRole("dialog").getByRole("row")).toHaveCount(3);
    await clean(page, "a calendar file");
    await page.getByRole("button", { name: /^(Add 2 days|添加 2 天)$/ }).click();

    await page.getByRole("button", { name: /^(Files|文件)$/ }).click();
    await clean(page, "files");
    await page.getByRole("menuitem", { name: /Import a tariff|导入价目/ }).click();
    await page.locator("input[type=file]").setInputFiles({
      name: "ocpi.json",
      mimeType: "application/json",
      buffer: Buffer.from(JSON.stringify(ocpi), "utf8"),
    });
    await expect(page.getByText(/An OCPI tariff|OCPI 价目/)).toBeVisible();
    await clean(page, "an imported tariff");
    await page.keyboard.press("Escape");

    await page.goto(`${lot.web}${lotPath}/price-board`);
    await expect(page.getByRole("article")).toContainText("停车收费标准");
    await expect(page.getByRole("article")).toContainText("Parking charges");
    await clean(page, "price board");
    expect(faults).toEqual([]);
    await context.close();
  });
}

const ocpi = {
  id: "12",
  currency: "CNY",
  elements: [{ price_components: [{ type: "PARKING_TIME", price: 6, step_size: 1800 }] }],
};

function holidays(): string {
  const year = new Date().getUTCFullYear() + 1;
  const event = (date: string, name: string) =>
    ["BEGIN:VEVENT", `UID:${date}`, `DTSTART;VALUE=DATE:${year}${date}`, `SUMMARY:${name}`, "END:VEVENT"].join("\r\n");
  const events = [event("1001", "国庆节 假期"), event("1010", "国庆节 补班")];
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", ...events, "END:VCALENDAR"].join("\r\n");
}
