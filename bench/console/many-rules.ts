import type { Page } from "@playwright/test";
import type { ReleaseRule } from "#engine/model/rule.ts";
import type { BenchRow } from "../bench-row.ts";
import { quantile } from "../measure.ts";
import { row } from "../row.ts";
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

/** The rules page with as many rules as a draft may have: opening it, typing in one, scrolling past all. */
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
      const edit = page.getByRole("button", { name: `Edit rule ${ruleCount / 2}`, exact: true });
      await edit.waitFor({ timeout: 60_000 });
      const openMs = performance.now() - startedAt;
      await edit.click();
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
      const frames = await scroll(page);
      return [
        row(`${ruleCount} rules: page open`, openMs, "ms", { target: `<= ${openMaxMs} ms`, met: openMs <= openMaxMs }),
        ...timeRows(`${ruleCount} rules: key to words`, times, responseMaxMs),
        ...timeRows(`${ruleCount} rules: frame while scrolling`, frames, frameMaxMs),
        row(`${ruleCount} rules: longest frame while scrolling`, quantile(frames, 1), "ms"),
      ];
    });
  } finally {
    last = (await api.draft.get.query({ lotId })).revision;
    await api.draft.save.mutate({ lotId, content: before.content, revision: last });
  }
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

/** Narrow rules that all differ and that all can be reached. */
function ruleAt(index: number): ReleaseRule {
  return {
    id: `r-${index}`,
    group: "money",
    name: `Rule ${index}`,
    ifUnknown: "skip",
    when: {
      all: [
        { fact: "lane.direction", operator: "equal", value: "exit" },
        { fact: "session.elapsed", operator: "equal", value: index },
        { fact: "fee.due", operator: "lessThanInclusive", value: 500 },
      ],
    },
    // biome-ignore lint/suspicious/noThenProperty: the model's own name
    then: { decision: { type: "release", reason: "free", params: {} }, effects: [] },
  };
}
