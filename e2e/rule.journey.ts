import { expect } from "@playwright/test";
import { factWord } from "#engine/words/fact-words.ts";
import { unknownChoiceWord } from "#engine/words/rule-words.ts";
import { discardDraft } from "./console-api.ts";
import { postCar } from "./post-car.ts";
import { test, walkVariants } from "./walk.ts";

for (const variant of walkVariants) {
  test(`a manager adds a release rule and is told whom it meets: ${variant.name}`, async ({ walk }) => {
    test.setTimeout(180_000);
    const { lot, page, hand, locale, t, inspect, goTo } = await walk(variant, "manager");
    const button = (name: string) => page.getByRole("button", { name, exact: true });
    await discardDraft(lot, page);
    expect((await postCar(lot, "entry-1", "京R30001")).status).toBe(200);
    await page.goto(`${lot.web}/lots/riverside-p1/passages`);
    await goTo("rules");
    const rules = page.getByRole("main").locator("ol > li");
    await expect(rules.first()).toBeVisible();
    const before = await rules.count();
    const added = rules.nth(before);
    const sentence = added.locator("p[aria-live=polite]");
    const field = (name: string) => added.getByRole("combobox", { name, exact: true });
    const minutes = added.getByRole("textbox", {
      name: t("rules.limitOf", { fact: factWord("payment.age", locale) }),
    });

    await test.step("adds “paid less than 15 minutes ago, then open” and reads it back", async () => {
      await hand.press(button(t("rules.add")));
      await expect(sentence).toContainText("15");
      await hand.choose(field(t("rules.decision")), page.getByRole("option").first());
      await inspect("a new rule");
    });

    await test.step("searches a fact in a long list by typing", async () => {
      await hand.press(added.getByRole("button", { name: t("rules.addCondition"), exact: true }).first());
      const fact = added.getByRole("combobox", { name: t("rules.fact") }).last();
      await hand.search(fact, factWord("lane.mode", locale));
      await expect(fact).toHaveValue(factWord("lane.mode", locale));
      await hand.press(added.getByRole("button", { name: t("rules.removeCondition", { number: 3 }) }));
      await expect(added.getByRole("combobox", { name: t("rules.fact") })).toHaveCount(2);
    });

    await test.step("changes the minutes and sees how many of last month's passages it meets", async () => {
      await hand.write(minutes, "20");
      await expect(sentence).toContainText("20");
      await expect(added.getByText(/ 30 /)).toContainText(/\d/);
    });

    await test.step("chooses what happens when the cloud is away", async () => {
      const meaning = unknownChoiceWord("holds", locale);
      await hand.choose(field(t("rules.ifUnknown")), page.getByRole("option", { name: meaning }));
      await expect(field(t("rules.ifUnknown"))).toContainText(meaning);
      await hand.choose(
        field(t("rules.ifUnknown")),
        page.getByRole("option", { name: unknownChoiceWord("skip", locale) }),
      );
    });

    await test.step("is told that a second one like it can never be reached, and why; one click mends it", async () => {
      await hand.press(button(t("rules.add")));
      const second = rules.nth(before + 1);
      await expect(second.getByRole("img", { name: t("rules.found.warning") })).toBeVisible();
      await expect(second.getByText(t("trace.unnamed", { number: "1" }))).toBeVisible();
      await inspect("a rule that can never be reached");
      await hand.press(second.getByRole("button", { name: t("rules.fix.moveRule"), exact: true }));
      await expect(added.getByText(t("trace.unnamed", { number: "2" }))).toBeVisible();
      await expect(second.getByRole("img", { name: t("rules.found.warning") })).toHaveCount(0);
      await hand.press(button(t("rules.remove", { number: before + 1 })));
      await expect(rules).toHaveCount(before + 1);
    });

    await test.step("moves it, takes that back, and removes it: the draft is what is live", async () => {
      await hand.press(button(t("rules.moveUp", { number: before + 1 })));
      await expect(rules.nth(before - 1)).toContainText(t("trace.unnamed", { number: "1" }));
      await hand.press(button(t("draft.undo")));
      await expect(added).toContainText(t("trace.unnamed", { number: "1" }));
      await hand.press(button(t("rules.edit", { number: before + 1 })));
      await hand.press(button(t("rules.remove", { number: before + 1 })));
      await expect(rules).toHaveCount(before);
      await expect(page.getByText(t("draft.notLive"))).toHaveCount(0);
    });
  });
}
