import lighthouse, { desktopConfig } from "lighthouse";
import { findFreePort } from "#tools/free-port.ts";
import type { BenchRow } from "../bench-row.ts";
import { row } from "../row.ts";
import { withBrowser } from "./open-browser.ts";
import type { BudgetedPage } from "./pages.ts";
import type { RunningConsole } from "./running-console.ts";

/** Least scores of 100, and most of what people wait for: a mid laptop on a common line, simulated. */
const scores = { performance: 90, accessibility: 100, "best-practices": 95 } as const;
const paintMaxMs = 2_000;
const shiftMax = 0.05;

/** Lighthouse on pages of the production build. */
export async function lighthousePages(
  { web, cookie }: RunningConsole,
  pages: readonly BudgetedPage[],
  say: (line: string) => void,
): Promise<BenchRow[]> {
  const port = await findFreePort(9_222, { name: "the browser" });
  const rows: BenchRow[] = [];
  await withBrowser(async () => {
    for (const { name, path } of pages) {
      say(`Lighthouse: ${name}…`);
      const flags = {
        port,
        onlyCategories: Object.keys(scores),
        extraHeaders: { Cookie: cookie },
        logLevel: "error",
      } as const;
      const found = (
        await lighthouse(web + path, { ...flags, onlyCategories: [...flags.onlyCategories] }, desktopConfig)
      )?.lhr;
      if (!found || found.runtimeError)
        throw new Error(`Lighthouse failed on ${path}: ${found?.runtimeError?.message}`);
      if (new URL(found.finalDisplayedUrl).pathname !== path)
        throw new Error(`${path} led to ${found.finalDisplayedUrl}`);
      for (const [category, least] of Object.entries(scores)) {
        const value = Math.round((found.categories[category]?.score ?? 0) * 100);
        rows.push(row(`${name}: ${category}`, value, "", { target: `>= ${least}`, met: value >= least }));
      }
      const paint = found.audits["largest-contentful-paint"]?.numericValue ?? Number.POSITIVE_INFINITY;
      rows.push(
        row(`${name}: largest paint`, paint, "ms", { target: `<= ${paintMaxMs} ms`, met: paint <= paintMaxMs }),
      );
      const shift = found.audits["cumulative-layout-shift"]?.numericValue ?? Number.POSITIVE_INFINITY;
      rows.push(row(`${name}: layout shift`, shift, "", { target: `<= ${shiftMax}`, met: shift <= shiftMax }));
    }
  }, port);
  return rows;
}
