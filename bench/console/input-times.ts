import type { Page } from "@playwright/test";
import type { BenchRow } from "../bench-row.ts";
import { quantile } from "../measure.ts";
import { row } from "../row.ts";

declare global {
  interface Window {
    /** How long the browser says that each key or click took until its frame, in milliseconds. */
    inputTimes: number[];
  }
}

const responseMaxMs = 150;
/** The browser counts from here on and in steps of 8 ms. */
const shortestMs = 16;

/** Has the browser count how long it answers to keys and clicks, as it does for the field's measure. What it returns reads them. */
export async function noteInputs(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate((durationThreshold) => {
    window.inputTimes = [];
    const noted = new Map<number, number>();
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!("interactionId" in entry) || !entry.interactionId) continue;
        // All events of one key or click are one answer: the longest counts.
        const id = Number(entry.interactionId);
        noted.set(id, Math.max(noted.get(id) ?? 0, entry.duration));
        window.inputTimes = [...noted.values()];
      }
    }).observe({ type: "event", durationThreshold, buffered: false } as PerformanceObserverInit);
  }, shortestMs);
  return async () => {
    await page.waitForTimeout(200);
    return page.evaluate(() => window.inputTimes);
  };
}

/** The 75th percentile of the answers that took long enough to be counted. */
export function inputRow(figure: string, times: readonly number[]): BenchRow {
  const p75 = times.length === 0 ? shortestMs : quantile(times, 0.75);
  return row(`${figure}, p75 of ${times.length}`, p75, "ms", {
    target: `<= ${responseMaxMs} ms`,
    met: p75 <= responseMaxMs,
  });
}
