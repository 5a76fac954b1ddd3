import { expect } from "@playwright/test";
import { decisionPhrase } from "#engine/words/action-words.ts";
import { starterRuleName } from "#engine/words/starter-rule-words.ts";
import { discardDraft } from "./console-api.ts";
import { postCar } from "./post-car.ts";
import { test, walkVariants } from "./walk.ts";

test("two people on one draft never overwrite each other silently", async ({ lot, browser, signIn }) => {
  test.setTimeout(180_000);
  const open = async (person: string) => {
    const page = await (await browser.newContext()).newPage();
    await signIn(page, person);
    await page.goto(`${lot.web}/lots/satama-p3/tariff`);
    await expect(page.getByRole("textbox", { name: "Free minutes" })).toBeVisible();
    return page;
  };
  const owner = await open("owner");
  const manager = await open("manager");

  await owner.getByRole("textbox", { name: "Free minutes" }).fill("20");
  await owner.keyboard.press("Tab");
  await expect(owner.getByText(/differs from live v1 in 1 place/)).toBeVisible();
  await expect(owner.getByRole("status").filter({ hasText: /^Saved/ })).toBeVisible();

  await manager.getByRole("textbox", { name: "Free minutes" }).fill("25");
  await manager.keyboard.press("Tab");
  await expect(manager.getByText(/Owner \(demo\) saved this draft at .*, while you were changing it/)).toBeVisible();
  await manager.getByRole("button", { name: /^Keep mine/ }).click();
  await expect(manager.getByRole("status").filter({ hasText: /^Saved/ })).toBeVisible();

  await owner.reload();
  await expect(owner.getByRole("textbox", { name: "Free minutes" })).toHaveValue("25");
});

for (const variant of walkVariants) {
  test(`a version goes to one lane, is stopped by a guard and taken back; an edge that is away waits for it: ${variant.name}`, async ({
    walk,
  }) => {
    test.setTimeout(180_000);
    const { lot, page, hand, locale, t, inspect, goTo } = await walk(variant, "manager");
    const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
    const textbox = (name: string) => page.getByRole("textbox", { name, exact: true });
    const edge = page
      .getByRole("table", { name: t("rollout.edges") })
      .getByRole("row")
      .nth(1);
    const liveCount = (live: number) => page.getByText(t("rollout.liveCount", { live, total: 1 }), { exact: true });
    const cars = async (first: number) => {
      for (let n = first; n < first + 21; n += 1)
        expect((await postCar(lot, "entry-1", `京${variant.by === "mouse" ? "E" : "F"}7${1000 + n}`)).status).toBe(200);
    };
    await discardDraft(lot, page);
    await cars(0);

    await test.step("changes a rule, and reads in the review what that changes", async () => {
      await page.goto(`${lot.web}/lots/riverside-p1/rules`);
      const entry = page.getByRole("listitem").filter({ hasText: starterRuleName("entry", locale) });
      await hand.press(entry.getByRole("button", { expanded: false }));
      const hold = page.getByRole("option", { name: decisionPhrase("hold", locale), exact: true });
      await hand.choose(page.getByRole("combobox", { name: t("rules.decision"), exact: true }), hold);
      await hand.press(page.getByRole("link", { name: t("draft.review", { count: 1 }), exact: true }));
      await expect(page.getByRole("heading", { name: t("review.whoDecided") })).toBeVisible();
      await hand.turnTo(page.getByRole("tab", { name: t("review.sentences"), exact: true }));
      const name = starterRuleName("entry", locale);
      await expect(page.getByRole("heading", { name: t("review.ruleChanged", { name }) })).toBeVisible();
      await expect(page.locator("ins")).toContainText(decisionPhrase("hold", locale));
    });

    await test.step("publishes to one lane, with a note", async () => {
      const publish = button(t("planChoice.start", { when: "now", count: 1 }));
      await hand.press(button(new RegExp(`^${t("planChoice.title")}`)));
      const laneFirst = page.getByRole("option", { name: t("planChoice.hows.lane"), exact: true });
      await hand.choose(page.getByRole("combobox", { name: t("planChoice.how"), exact: true }), laneFirst);
      await hand.write(textbox(t("review.note")), "A try");
      await hand.press(publish);
      await expect(page.getByText(t("planChoice.noLane"))).toBeVisible();
      const lane = page.getByRole("option", { name: "Entry 1", exact: true });
      await hand.choose(page.getByRole("combobox", { name: t("planChoice.lane"), exact: true }), lane);
      await inspect("how a version goes out");
      await hand.press(publish);
      await expect(page).toHaveURL(/\/rollouts\/plans\//);
      const waves = page.getByRole("list", { name: t("plan.waves") }).locator("> li");
      await expect(waves.nth(0)).toContainText(t("status.step.live"), { timeout: 30_000 });
      await expect(waves.nth(0)).toContainText("Entry 1");
      await expect(waves.nth(1)).toContainText(t("plan.notSent"));
    });

    await test.step("a guard fails, the rollout pauses and is taken back", async () => {
      await cars(100);
      await expect(page.getByText(t("plan.states.paused"), { exact: true })).toBeVisible({ timeout: 30_000 });
      await expect(page.getByText(t("plan.after.paused"))).toBeVisible();
      await expect(page.getByText(t("plan.verdicts.failed"), { exact: true })).toBeVisible();
      await inspect("a rollout that a guard stopped");
      await hand.press(button(t("plan.acts.rollBack.button")));
      const dialog = page.getByRole("dialog");
      await hand.write(dialog.getByRole("textbox", { name: t("plan.acts.note") }), "Too many holds");
      await inspect("the confirmation of a way back");
      await hand.press(dialog.getByRole("button", { name: t("plan.acts.rollBack.button") }));
      await expect(page.getByText(t("plan.states.rolledBack"), { exact: true })).toBeVisible();
    });

    await test.step("an edge that is away waits and is not counted as done; back, it takes each step", async () => {
      await lot.edgeProcess("stop");
      await expect(page.getByText(t("shell.edgesOffline", { count: 1 }))).toBeVisible({ timeout: 30_000 });
      await goTo("rules");
      await hand.press(page.getByRole("link", { name: t("draft.review", { count: 1 }), exact: true }));
      await hand.write(textbox(t("review.note")), "All lanes at once");
      await expect(page.getByText(t("review.offline", { count: 1 }))).toBeVisible();
      await hand.press(button(t("review.publishTo", { count: 1 })));
      await expect(edge).toContainText(t("status.step.waiting"));
      await expect(liveCount(0)).toBeVisible();
      await expect(page.getByText(t("rollout.offlineText"))).toBeVisible();
      await inspect("a rollout that waits for an edge");
      await lot.edgeProcess("start");
      await expect(liveCount(1)).toBeVisible({ timeout: 30_000 });
      for (const step of ["sent", "downloaded", "checked", "live"])
        await expect(edge).toContainText(new RegExp(`${t(`status.step.${step}`)} \\d\\d:\\d\\d:\\d\\d`));
    });

    await test.step("one click and one confirm take it back, ten seconds after the edge can be reached", async () => {
      await lot.edgeProcess("stop");
      await expect(edge).toContainText(t("status.connection.offline"), { timeout: 30_000 });
      const way = new RegExp(`^${t("rollout.rollBackTo", { number: "\\d+", forward: "no" })}$`);
      const version = /v\d+/.exec((await button(way).textContent()) ?? "")?.[0] ?? "";
      await hand.press(button(way));
      await hand.press(page.getByRole("dialog").getByRole("button", { name: way }));
      await expect(page.getByRole("heading", { level: 1 })).toContainText(version);
      await expect(edge).toContainText(t("status.step.waiting"));
      await lot.edgeProcess("start");
      await expect(edge).toContainText(t("status.connection.online"), { timeout: 30_000 });
      await expect(liveCount(1)).toBeVisible({ timeout: 10_000 });
      const plate = variant.by === "mouse" ? "京E70001" : "京F70001";
      expect((await postCar(lot, "entry-1", plate)).status).toBe(200);
      await page.goto(`${lot.web}/lots/riverside-p1/passages?plate=${encodeURIComponent(plate)}`);
      const row = page.getByRole("row").filter({ hasText: plate });
      await expect(row).toContainText(version);
      await expect(row).toContainText(t("status.decision.release"));
      await discardDraft(lot, page);
    });
  });
}

test("a sign-in that ends loses nothing that was typed, and says so", async ({ lot, page, context, signIn }) => {
  test.setTimeout(180_000);
  await signIn(page, "manager");
  await page.goto(`${lot.web}/lots/satama-p3/tariff`);
  const free = page.getByRole("textbox", { name: "Free minutes" });
  await expect(free).toBeVisible();
  await context.clearCookies();
  await free.fill("33");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("alert").getByText(/You are signed out/)).toBeVisible({ timeout: 30_000 });
  await expect(free).toHaveValue("33");
  const other = await context.newPage();
  await signIn(other, "manager");
  await other.close();
  await page.bringToFront();
  await expect(page.getByRole("status").filter({ hasText: /^Saved/ })).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await expect(free).toHaveValue("33");
});
