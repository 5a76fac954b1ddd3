import type { Page } from "@playwright/test";
import type { BenchRow } from "../bench-row.ts";
import { quantile } from "../measure.ts";
import { row } from "../row.ts";

declare global {
  interface Window {
    /** What the page notes of each key, in milliseconds from the key to the frame that shows it. */
    keyTimes: number[];
  }
}

/**
 * Notes for each key how long it takes until the page has painted what the key changed: the first element that comes,
 * goes or changes under `selector` (of attributes only the one that is named), then the end of the next frame.
 */
export async function noteKeys(
  page: Page,
  { selector, attribute }: { selector: string; attribute?: string },
): Promise<void> {
  await page.locator(selector).first().waitFor();
  await page.evaluate(
    ([watched, name]) => {
      window.keyTimes = [];
      let pressedAt: number | null = null;
      addEventListener(
        "keydown",
        (event) => {
          pressedAt = event.timeStamp;
        },
        true,
      );
      const noted = () => {
        if (pressedAt === null) return;
        const from = pressedAt;
        pressedAt = null;
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => window.keyTimes.push(performance.now() - from);
          port2.postMessage(null);
        });
      };
      const watch = name
        ? { subtree: true, childList: true, attributes: true, attributeFilter: [name] }
        : { subtree: true, childList: true, characterData: true, attributes: true };
      for (const element of document.querySelectorAll(watched)) new MutationObserver(noted).observe(element, watch);
    },
    [selector, attribute ?? ""] as const,
  );
}

/** Presses keys one after the other, each when the one before has been shown; their times. */
export async function pressKeys(page: Page, keys: readonly string[], warmUp: number): Promise<number[]> {
  for (const [index, key] of keys.entries()) {
    await page.keyboard.press(key);
    await page.waitForFunction((count) => window.keyTimes.length > count, index);
    await page.waitForTimeout(60);
  }
  return page.evaluate((from) => window.keyTimes.slice(from), warmUp);
}

/** The middle and the 95th percentile as rows; the target is the latter's. */
export function timeRows(figure: string, times: readonly number[], maxMs: number): BenchRow[] {
  const p95 = quantile(times, 0.95);
  return [
    row(`${figure}, p50 of ${times.length}`, quantile(times, 0.5), "ms"),
    row(`${figure}, p95`, p95, "ms", { target: `<= ${maxMs} ms`, met: p95 <= maxMs }),
  ];
}
