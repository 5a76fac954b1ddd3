import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Every source that `file` runs, types left out. */
function loadedBy(file: URL, seen = new Set<string>()): Set<string> {
  if (seen.has(file.href)) return seen;
  seen.add(file.href);
  const imports = readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[\s\S]*?from "([^"]+)";$/gm);
  for (const [, name] of imports) {
    if (name!.startsWith(".")) loadedBy(new URL(name!, file), seen);
    else seen.add(name!);
  }
  return seen;
}

// A page that shows a draft should not carry the schemas that check one with it.
test.each([
  "../words/fee-line-text.ts",
  "../words/diagnostic-text.ts",
  "../words/rule-sentence.ts",
  "../compile/sort-rules.ts",
  "./clock-table.ts",
])("%s needs no schema", (file) => {
  const loaded = [...loadedBy(new URL(file, import.meta.url))];
  expect(loaded.some((each) => each.includes("/model/"))).toBe(true);
  expect(loaded.filter((each) => each.startsWith("zod"))).toEqual([]);
});
