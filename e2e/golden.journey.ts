import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { build } from "esbuild";
import { answerCases, digestOfAnswers, type GoldenAnswer } from "#engine/self-check/answer-cases.ts";
import { builtFile, ensureProcesses } from "#tools/build.ts";
import { projectFolder } from "#tools/freshness.ts";
import { readGoldenCases } from "#tools/golden-cases.ts";

const cases = readGoldenCases();
const here = answerCases(cases);
const digest = digestOfAnswers(here);

test("the golden cases have the same answers in Chromium", async ({ page }) => {
  const bundle = await build({
    absWorkingDir: projectFolder,
    stdin: {
      contents: 'export { answerCases, digestOfAnswers } from "./engine/self-check/answer-cases.ts";',
      resolveDir: projectFolder,
      loader: "ts",
    },
    bundle: true,
    write: false,
    platform: "browser",
    format: "iife",
    globalName: "engine",
    logLevel: "error",
  });
  await page.goto("about:blank");
  await page.addScriptTag({ content: bundle.outputFiles[0]!.text });
  const there = await page.evaluate((asked) => {
    const { engine } = globalThis as unknown as { engine: Pick<Engine, "answerCases" | "digestOfAnswers"> };
    const answers = engine.answerCases(asked);
    return { answers, digest: engine.digestOfAnswers(answers) };
  }, cases);
  expect(differences(there.answers)).toEqual([]);
  expect(there.digest).toBe(digest);
});

test("the golden cases have the same answers in the file that an edge runs", async () => {
  test.setTimeout(120_000);
  await ensureProcesses();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-golden-"));
  try {
    const file = path.join(folder, "cases.json");
    fs.writeFileSync(file, JSON.stringify(cases));
    const output = execFileSync(process.execPath, [builtFile("edge"), "--self-check", file], { encoding: "utf8" });
    const lines = output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(differences(lines.slice(0, -1))).toEqual([]);
    expect(lines.at(-1)).toEqual({ answers: here.length, sha256: digest });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

type Engine = typeof import("#engine/self-check/answer-cases.ts");

/** The first answers that are not those of this process. */
function differences(there: readonly GoldenAnswer[]): unknown[] {
  const other = here.flatMap((answer, index) =>
    JSON.stringify(there[index]) === JSON.stringify(answer) ? [] : [{ here: answer, there: there[index] }],
  );
  return there.length === here.length ? other.slice(0, 5) : [{ here: here.length, there: there.length }];
}
