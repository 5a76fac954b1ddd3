import { gzipSync } from "node:zlib";
import type { BenchRow } from "../bench-row.ts";
import { row } from "../row.ts";
import type { BudgetedPage } from "./pages.ts";
import type { RunningConsole } from "./running-console.ts";

const kibibyte = 1_024;

/** JavaScript that a page's HTML asks for, compressed; what old browsers alone load is left out. */
export async function firstLoad({ web, cookie }: RunningConsole, pages: readonly BudgetedPage[]): Promise<BenchRow[]> {
  const sizes = new Map<string, number>();
  const sizeOf = async (file: string): Promise<number> => {
    const known = sizes.get(file);
    if (known !== undefined) return known;
    const bytes = Buffer.from(await (await fetch(new URL(file, web))).arrayBuffer());
    const size = gzipSync(bytes).length;
    sizes.set(file, size);
    return size;
  };
  const rows: BenchRow[] = [];
  for (const { name, path, budgetKiB } of pages) {
    const response = await fetch(web + path, { headers: { cookie } });
    if (!response.ok || response.redirected) throw new Error(`${path} answers ${response.status} ${response.url}`);
    let bytes = 0;
    for (const file of scriptsOf(await response.text())) bytes += await sizeOf(file);
    const value = bytes / kibibyte;
    rows.push(
      row(`${name}: first JavaScript`, value, "KiB", { target: `<= ${budgetKiB} KiB`, met: value <= budgetKiB }),
    );
  }
  return rows;
}

function scriptsOf(html: string): Set<string> {
  const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
  const modern = tags.filter((tag) => !/\bnomodule\b/i.test(tag));
  return new Set(modern.flatMap((tag) => /\bsrc="([^"]+\.js[^"]*)"/.exec(tag)?.[1] ?? []));
}
