import fs from "node:fs";
import path from "node:path";
import type { GoldenCase } from "#engine/self-check/answer-cases.ts";
import { goldenCases } from "#engine/self-check/golden-cases.ts";
import { projectFolder } from "./freshness.ts";

/** Every golden case of the engine, from the files of the checkout. */
export function readGoldenCases(): GoldenCase[] {
  const folder = path.join(projectFolder, "engine/price/golden");
  const read = (name: string) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"));
  const names = fs.readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "clocks.json");
  const rules = fs.readFileSync(path.join(projectFolder, "engine/self-check/golden-rules.jsonl"), "utf8");
  return goldenCases({
    clocks: read("clocks.json"),
    tariffs: Object.fromEntries(names.map((name) => [name.slice(0, -".json".length), read(name)])),
    rules: rules
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  });
}
