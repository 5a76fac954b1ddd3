import type { Page } from "@playwright/test";
import type { ReleaseRule } from "#engine/model/rule.ts";
import type { BenchRow } from "../bench-row.ts";
import { quantile } from "../measure.ts";
import { row } from "../row.ts";
import { inputRow, noteInputs } from "./input-times.ts";
import { noteKeys, pressKeys, timeRows } from "./key-times.ts";
import { openPage, withBrowser } from "./open-browser.ts";
import type { RunningConsole } from "./running-console.ts";

const lotId = "satama-p3";
const ruleCount = 1_000;
const responseMaxMs = 150;
const openMaxMs = 5_000;
const frameMaxMs = 50;
const keys = 40;
const warmUp = 5;
const coveredAt = ruleCount / 2;
const moveCount = 10;
/** The verifier's word on a rule that another one covers: it must come while somebody works. */
const foundWords = /^This rule can never act/;

/** The rules page with as many rules as a draft may have: opening it, finding one, typing in it, moving it, scrolling past all. */
export async function manyRules(console: RunningConsole): Promise<BenchRow[]> {
  const { api } = console;
  const before = await api.draft.get.query({ lotId });
  const content = {
    ...before.content,
    rules: { rules: Array.from({ length: ruleCount }, (_, index) => ruleAt(index)) },
  };
  const { revision } = await api.draft.save.mutate({ lotId, content, revision: before.revision });
  let last = revision;
  try {
    return await withBrowser(async (browser) => {
      const startedAt = performance.now();
      const page = await openPage(browser, console, `/lots/${lotId}/rules`);
      await page.getByRole("button", { name: "Edit rule 1", exact: true }).waitFor({ timeout: 60_000 });
      const openMs = performance.now() - startedAt;
      const inputs = await noteInputs(page);
      await page.getByRole("searchbox", { name: "Find a rule" }).fill(`Rule ${ruleCount / 2 - 1}`);
      await page.getByRole("button", { name: `Edit rule ${ruleCount / 2}`, exact: true }).click();
      await page.getByRole("searchbox", { name: "Find a rule" }).fill("");
      const name = page.getByRole("textbox", { name: "Name" });
      await name.waitFor();
      await noteKeys(page, { selector: "main ol" });
      await name.focus();
      await page.keyboard.press("End");
      const times = await pressKeys(
        page,
        Array.from({ length: keys }, (_, index) => "abcdefghij"[index % 10]!),
        warmUp,
      );
      await page
        .getByRole("status")
        .filter({ hasText: /^Saved/ })
        .waitFor({ timeout: 30_000 });
      const typedAt = performance.now();
      await page.getByText(foundWords).first().waitFor({ timeout: 120_000 });
      const foundMs = performance.now() - typedAt;
      const moves = await moveUp(page, ruleCount / 2);
      const response = await inputs();
      const frames = await scroll(page);
      return [
        row(`${ruleCount} rules: page open`, openMs, "ms", { target: `<= ${openMaxMs} ms`, met: openMs <= openMaxMs }),
        ...timeRows(`${ruleCount} rules: key to words`, times, responseMaxMs),
        ...timeRows(`${ruleCount} rules: moving one up`, moves, responseMaxMs),
        row(`${ruleCount} rules: findings after the last key`, foundMs, "ms"),
        inputRow(`${ruleCount} rules: response to input`, response),
        ...timeRows(`${ruleCount} rules: frame while scrolling`, frames, frameMaxMs),
        row(`${ruleCount} rules: longest frame while scrolling`, quantile(frames, 1), "ms"),
      ];
    });
  } finally {
    last = (await api.draft.get.query({ lotId })).revision;
    await api.draft.save.mutate({ lotId, content: before.content, revision: last });
  }
}

/** Moves a rule up, again and again by its own button, which keeps the focus. */
async function moveUp(page: Page, from: number): Promise<number[]> {
  await page.getByRole("button", { name: `Move rule ${from} up`, exact: true }).focus();
  await page.evaluate(() => {
    window.keyTimes = [];
  });
  const times = await pressKeys(
    page,
    Array.from({ length: moveCount }, () => "Enter"),
    0,
  );
  await page.getByRole("button", { name: `Close rule ${from - moveCount}`, exact: true }).waitFor();
  return times;
}

declare global {
  interface Window {
    /** Times between frames, in milliseconds. */
    frameTimes: number[];
  }
}

/** Scrolls through the page by the wheel; times between frames. */
async function scroll(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    window.frameTimes = [];
    let before = performance.now();
    const next = () => {
      const now = performance.now();
      window.frameTimes.push(now - before);
      before = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await page.mouse.move(400, 400);
  for (let turn = 0; turn < 80; turn += 1) {
    await page.mouse.wheel(0, 900);
    await page.waitForTimeout(16);
  }
  return page.evaluate(() => window.frameTimes.slice(1));
}

/** Narrow rules that all differ and can be reached, but one, which the rule before it covers. */
function ruleAt(index: number): ReleaseRule {
  return {
    id: `r-${index}`,
    group: "money",
    name: `Rule ${index}`,
    ifUnknown: "skip",
    when: {
      all: [
        { fact: "lane.direction", operator: "equal", value: "exit" },
        { fact: "session.elapsed", operator: "equal", value: index === coveredAt ? index - 1 : index },
        { fact: "fee.due", operator: "lessThanInclusive", value: 500 },
      ],
    },
    // biome-ignore lint/suspicious/noThenProperty: the model's own name
    then: { decision: { type: "release", reason: "free", params: {} }, effects: [] },
  };
}
