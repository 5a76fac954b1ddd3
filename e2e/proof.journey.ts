import { expect } from "@playwright/test";
import { decisionPhrase } from "#engine/words/action-words.ts";
import { starterRuleName } from "#engine/words/starter-rule-words.ts";
import { discardDraft, removeScenarios } from "./console-api.ts";
import { openPassage, postCar } from "./post-car.ts";
import { test, walkVariants } from "./walk.ts";

for (const variant of walkVariants) {
  test(`a change is proven on described and on recorded cars before it is published: ${variant.name}`, async ({
    walk,
  }) => {
    test.setTimeout(180_000);
    const { lot, page, hand, locale, t, inspect, goTo } = await walk(variant, "manager");
    const button = (name: string) => page.getByRole("button", { name, exact: true });
    const textbox = (name: string) => page.getByRole("textbox", { name, exact: true });
    const combobox = (name: string) => page.getByRole("combobox", { name, exact: true });
    const link = (name: string) => page.getByRole("main").getByRole("link", { name, exact: true });
    const saved = page.getByRole("status").filter({ hasText: new RegExp(t("draft.saved", { time: "\\d\\d:\\d\\d" })) });
    const summary = (passed: number, total: number) => page.getByText(t("scenarios.summary", { passed, total }));
    const plate = variant.by === "mouse" ? "京P10001" : "京P10002";
    const names = ["A visitor comes in", "Two hours at next Spring Festival"] as const;

    await discardDraft(lot, page);
    await removeScenarios(lot, page);
    await test.step("saves a real passage as a scenario", async () => {
      await openPassage(lot, page, "entry-1", plate);
      await hand.press(button(t("scenarios.saveOf")));
      const dialog = page.getByRole("dialog");
      const confirm = dialog.getByRole("button", { name: t("scenarios.save") });
      await hand.press(confirm);
      await expect(dialog.getByText(t("scenarios.nameMissing"))).toBeVisible();
      await inspect("a passage as a scenario");
      await hand.write(dialog.getByRole("textbox", { name: t("scenarios.name") }), names[0]);
      await hand.press(confirm);
      await expect(page.getByText(t("scenarios.saveOfDone"))).toBeVisible();
      expect((await postCar(lot, "exit-1", plate)).status).toBe(200);
    });

    await test.step("describes one on next Spring Festival, whose fee is worked out at once", async () => {
      await goTo("scenarios");
      await expect(summary(1, 1)).toBeVisible();
      await hand.press(button(t("scenarios.add")));
      await hand.write(textbox(t("scenarios.name")), names[1]);
      await hand.writeDay(page.getByLabel(t("scenarios.at"), { exact: true }), "2027-02-06");
      await hand.write(textbox(t("scenarios.atTime")), "14:10");
      const asked = page.getByRole("option", { name: t("status.intent.requestPayment"), exact: true });
      await hand.choose(combobox(t("scenarios.decision")), asked);
      await hand.press(page.getByRole("checkbox", { name: t("scenarios.expectFee"), exact: true }));
      const fee = textbox(t("scenarios.fee"));
      await hand.write(fee, "99");
      const said = await page.getByText(/¥99\.00.*¥\d+\.\d\d$/).textContent();
      await hand.write(fee, /¥([\d.]+)$/.exec(said ?? "")?.[1] ?? "");
      await inspect("a described car");
      await hand.press(button(t("scenarios.save")));
      await expect(summary(2, 2)).toBeVisible();
    });

    await test.step("takes what is proposed for a rule that no scenario meets, and gives it back", async () => {
      const proposed = page.getByRole("button", { name: new RegExp(`^${t("suggestions.addNamed", { name: "" })}`) });
      await hand.press(proposed.first());
      await expect(summary(3, 3)).toBeVisible();
      const kept = names.map((name) => t("scenarios.edit", { name }));
      const edits = page.getByRole("button", { name: new RegExp(`^${t("scenarios.edit", { name: ".*" })}$`) });
      const added = (await edits.evaluateAll((all) => all.map((each) => each.getAttribute("aria-label") ?? ""))).find(
        (name) => !kept.includes(name),
      );
      await hand.press(button(added ?? ""));
      await hand.press(button(t("scenarios.remove")));
      await expect(summary(2, 2)).toBeVisible();
    });

    await test.step("changes a rule and the free minutes: all run again, one fails", async () => {
      await goTo("rules");
      const entry = page.getByRole("listitem").filter({ hasText: starterRuleName("entry", locale) });
      await hand.press(entry.getByRole("button", { expanded: false }));
      const refuse = page.getByRole("option", { name: decisionPhrase("refuse", locale), exact: true });
      await hand.choose(combobox(t("rules.decision")), refuse);
      await goTo("tariff");
      await hand.write(textbox(t("tariff.freeMinutes")), "0");
      await expect(saved).toBeVisible();
      await goTo("scenarios");
      await expect(summary(1, 2)).toBeVisible();
      const unmet = { expected: t("status.intent.release"), found: t("status.intent.refuse") };
      await expect(page.getByText(t("scenarios.unmet.decision", unmet))).toBeVisible();
    });

    await test.step("backtests last month: outcomes, money by day, what was left out", async () => {
      await hand.press(link(t("proof.backtest")));
      await hand.press(button(t("backtest.start")));
      const headline = t("backtest.headline", { changed: "[1-9]\\d*", replayed: "\\d+" });
      await expect(page.getByRole("heading", { name: new RegExp(`^${headline}$`) })).toBeVisible({ timeout: 30_000 });
      await expect(page.getByRole("heading", { name: t("backtest.matrix") })).toBeVisible();
      await inspect("a backtest");
      await hand.press(button(t("chart.showTable")));
      const days = page.getByRole("table", { name: t("backtest.moneyByDay") });
      await expect(
        days
          .getByRole("cell")
          .filter({ hasText: /^¥[1-9]/ })
          .first(),
      ).toBeVisible();
      const leftOut = page.getByRole("heading", { name: new RegExp(`^${t("backtest.leftOut", { count: "\\d+" })}$`) });
      await expect(leftOut.or(page.getByText(t("backtest.nothingLeftOut")))).toBeVisible();
    });

    await test.step("opens one changed passage with both reasons side by side, and saves all as CSV", async () => {
      await hand.press(button(t("backtest.showReasons")).first());
      const side = (name: string) => page.getByRole("region", { name, exact: true });
      await expect(side(t("backtest.live")).getByText(t("status.intent.release")).first()).toBeVisible();
      await expect(side(t("backtest.draft")).getByText(t("status.intent.requestPayment")).first()).toBeVisible();
      await inspect("both reasons");
      const download = page.waitForEvent("download");
      await hand.press(button(t("backtest.export")));
      expect((await download).suggestedFilename()).toMatch(/^backtest-.*\.csv$/);
    });

    await test.step("the review says who is treated otherwise; the changes are given up, the scenarios stay", async () => {
      await hand.press(page.getByRole("link", { name: t("draft.review", { count: 2 }), exact: true }));
      await expect(page.getByRole("heading", { name: t("review.whoDecided") })).toBeVisible();
      await expect(page.getByText(t("review.unproven"))).toBeVisible();
      await inspect("the review of a draft that fails a scenario");
      await hand.press(button(t("review.reset")));
      const goBack = new RegExp(`^${t("review.resetConfirm", { number: "\\d+" })}$`);
      await hand.press(page.getByRole("dialog").getByRole("button", { name: goBack }));
      await expect(page.getByText(t("review.sameTitle"), { exact: true })).toBeVisible();
      await hand.press(link(t("review.toScenarios")));
      for (const name of names) {
        await hand.press(button(t("scenarios.edit", { name })));
        await hand.press(button(t("scenarios.remove")));
        await expect(page.getByText(name)).toHaveCount(0);
      }
    });
  });
}
