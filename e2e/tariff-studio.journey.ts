import { expect } from "@playwright/test";
import { discardDraft } from "./console-api.ts";
import { inspect } from "./inspect.ts";
import { test, walkVariants } from "./walk.ts";

const lotPath = "/lots/riverside-p1";

for (const variant of walkVariants) {
  test(`a new manager makes a tariff from a template in under three minutes: ${variant.name}`, async ({ walk }) => {
    test.setTimeout(180_000);
    const { lot, page, hand, t, inspect: look, goTo } = await walk(variant, "manager");
    const button = (name: string) => page.getByRole("button", { name, exact: true });
    const textbox = (name: string) => page.getByRole("textbox", { name, exact: true });
    const ofPrice = (key: string, name: string) => textbox(t(`tariff.${key}`, { name: t(`tariff.${name}`) }));
    const readBack = page.locator("p[aria-live=polite]").first();
    const lines = page.getByRole("table", { name: t("fee.lines") });
    const due = lines.getByRole("row").last();
    await discardDraft(lot, page, "satama-p3");
    await page.goto(`${lot.web}/lots`);
    const begun = Date.now();

    await test.step("picks a template; what it replaces is named before, and comes back by undo", async () => {
      await hand.press(page.getByRole("main").getByRole("link", { name: "Satama P3" }).first());
      await goTo("tariff");
      const before = await readBack.innerText();
      await hand.press(button(t("templates.open")));
      const dialog = page.getByRole("dialog");
      await hand.press(dialog.getByRole("button", { name: t("templates.names.firstMinutesFree") }));
      await expect(dialog).toContainText(t("templates.confirmText"));
      await hand.press(dialog.getByRole("button", { name: t("templates.replace"), exact: true }));
      await expect(dialog).toHaveCount(0);
      await hand.press(button(t("draft.undo")));
      await expect(readBack).toHaveText(before);
      await hand.press(button(t("draft.redo")));
      await expect(readBack).not.toHaveText(before);
    });

    await test.step("sets free minutes, hour and cap; each key moves the curve", async () => {
      const curve = page.getByRole("heading", { name: /09:00/ });
      const before = await curve.innerText();
      await hand.write(textbox(t("tariff.freeMinutes")), "15");
      await hand.write(ofPrice("priceOf", "price"), "5");
      await hand.write(textbox(t("tariff.capAmount")), "50,00");
      await expect(textbox(t("tariff.capAmount"))).toHaveValue("50.00");
      await expect(readBack).toContainText("€5.00");
      await expect(readBack).toContainText("€50.00");
      await expect(curve).not.toHaveText(before);
    });

    await test.step("adds a night from 22:00 to 08:00 as one block", async () => {
      await hand.press(button(t("tariff.addNight")));
      await hand.write(ofPrice("priceOf", "night"), "20");
      await expect(ofPrice("timeOfDayStart", "night")).toHaveValue("22:00");
      await expect(ofPrice("timeOfDayEnd", "night")).toHaveValue("08:00");
      const edge = page.getByRole("slider", {
        name: t("strip.edge", { ends: t("tariff.day"), starts: t("tariff.night") }),
      });
      await expect(edge).toHaveAttribute("aria-valuetext", "22:00");
      await hand.reach(edge);
      for (const arrow of ["ArrowLeft", "ArrowLeft"]) await page.keyboard.press(arrow);
      await expect(edge).toHaveAttribute("aria-valuetext", "21:30");
      await expect(ofPrice("timeOfDayEnd", "day")).toHaveValue("21:30");
      await hand.write(ofPrice("timeOfDayStart", "night"), "22:00");
      await expect(edge).toHaveAttribute("aria-valuetext", "22:00");
    });

    await test.step("tries a daytime stay of 2 h 10 and reads its lines; after the free minutes it costs less", async () => {
      await hand.press(button(t("tryStay.daytime")));
      await expect(lines).toContainText("€5.00");
      await expect(due).toContainText("15.00");
      const after = page.getByRole("option", { name: t("tariff.freeModes.subtract"), exact: true });
      await hand.choose(page.getByRole("combobox", { name: t("tariff.freeMode"), exact: true }), after);
      await expect(due).toContainText("10.00");
    });
    expect(Date.now() - begun, "a first tariff takes under three minutes").toBeLessThan(180_000);

    await test.step("is told, beside the price, when a longer stay would cost less", async () => {
      await hand.press(button(t("tariff.morePrice", { name: t("tariff.day") })));
      await hand.press(button(t("tariff.pasteTiers")));
      await hand.paste(textbox(t("pasteTiers.label")), "1 h\t5.00\n4 h\t12.00\n8 h\t9.00\nmore\t40.00\n");
      await expect(page.getByRole("table", { name: t("pasteTiers.preview") }).getByRole("row")).toHaveCount(5);
      await hand.press(button(t("pasteTiers.use", { count: 4 })));
      const falls = page.getByText(/this total is lower than the one before it|此阶梯总价低于上一级/);
      await expect(falls.first()).toBeVisible();
      await look("a ladder that falls");
      await hand.write(textbox(t("tariff.priceOf", { name: `${t("tariff.day")} 3` })), "15");
      await expect(falls).toHaveCount(0);
    });

    await test.step("leaves and returns: nothing is lost, nothing is live", async () => {
      await goTo("rules");
      await expect(page.getByRole("heading", { level: 1, name: t("rules.title") })).toBeVisible();
      await page.reload();
      await goTo("tariff");
      await expect(ofPrice("priceOf", "night")).toHaveValue("20.00");
      await expect(page.getByText(t("draft.notLive"))).toBeVisible();
    });
    await discardDraft(lot, page, "satama-p3");
  });
}

const variants = [
  { name: "light, English", theme: "light", locale: "en", width: 1280 },
  { name: "dark, Chinese, phone", theme: "dark", locale: "zh-CN", width: 390 },
] as const;

for (const { name, theme, locale, width } of variants) {
  test(`each open state of the studio is accessible and fits: ${name}`, async ({ lot, browser, signIn }) => {
    test.setTimeout(180_000);
    const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme: theme });
    await context.addCookies([{ name: "liftgate-locale", value: locale, url: lot.web }]);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await signIn(page, "manager");
    await page.goto(`${lot.web}${lotPath}/tariff`);
    await expect(page.getByRole("textbox", { name: /Free minutes|免费分钟数/ })).toBeVisible();
    await inspect(page, "tariff");

    await page.getByRole("button", { name: /Start from a template|从模板开始/ }).click();
    await inspect(page, "templates");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Airport|机场/ })
      .click();
    await inspect(page, "confirm");
    await page.getByRole("button", { name: /Replace the prices|替换价格/ }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);

    // An open fold may hold more, and clicking one changes the list: the first closed one until none is left.
    const closed = page.locator("main button[aria-expanded=false]:not([aria-haspopup])");
    for (let opened = 0; opened < 60 && (await closed.count()) > 0; opened += 1) await closed.first().click();
    await expect(closed).toHaveCount(0);
    await inspect(page, "every fold open");

    await page
      .getByRole("button", { name: /Show as table|以表格显示/ })
      .last()
      .click();
    await inspect(page, "the week as a table");
    await page.getByRole("button", { name: /Import a calendar file|导入日历文件/ }).click();
    await page.locator("input[type=file]").setInputFiles({
      name: "holidays.ics",
      mimeType: "text/calendar",
      buffer: Buffer.from(holidays(), "utf8"),
    });
    await expect(page.getByRole("dialog").getByRole("row")).toHaveCount(3);
    await inspect(page, "a calendar file");
    await page.getByRole("button", { name: /^(Add 2 days|添加 2 天)$/ }).click();

    await page.getByRole("button", { name: /^(Files|文件)$/ }).click();
    await inspect(page, "files");
    await page.getByRole("menuitem", { name: /Import a tariff|导入价目/ }).click();
    await page.locator("input[type=file]").setInputFiles({
      name: "ocpi.json",
      mimeType: "application/json",
      buffer: Buffer.from(JSON.stringify(ocpi), "utf8"),
    });
    await expect(page.getByText(/An OCPI tariff|OCPI 价目/)).toBeVisible();
    await inspect(page, "an imported tariff");
    await page.keyboard.press("Escape");

    await page.goto(`${lot.web}${lotPath}/price-board`);
    await expect(page.getByRole("article")).toContainText("停车收费标准");
    await expect(page.getByRole("article")).toContainText("Parking charges");
    await inspect(page, "price board");
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
