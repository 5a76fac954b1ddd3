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

// A page that writes amounts should not carry the schemas of a tariff with it.
test("writing money and fee lines needs no schema", () => {
  const loaded = [...loadedBy(new URL("../words/fee-line-text.ts", import.meta.url))];
  expect(loaded.some((file) => file.endsWith("/model/money.ts"))).toBe(true);
  expect(loaded.filter((file) => file.startsWith("zod"))).toEqual([]);
});
