import fs from "node:fs";
import path from "node:path";
import { ensureClient, ensureConsole, ensureProcesses } from "./build.ts";
import { ensureChromium } from "./ensure-chromium.ts";
import { ensureMosquitto } from "./ensure-mosquitto.ts";
import { projectFolder } from "./freshness.ts";
import { runChecks } from "./run-checks.ts";
import { runTestCommand } from "./run-test-command.ts";
import { addTallies, emptyTally, type Tally, tallyOfPlaywright, tallyOfVitest } from "./test-tally.ts";

type Say = (line: string) => void;
type Part = { name: string; run: (say: Say) => Promise<Tally> };

const vitest =
  (timeoutMinutes: number, ...projects: string[]) =>
  (): Promise<Tally> => {
    const args = ["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json"];
    const chosen = projects.map((project) => `--project=${project}`);
    return runTestCommand({
      args: (reportFile) => [...args, `--outputFile.json=${reportFile}`, ...chosen],
      env: () => ({}),
      timeoutMinutes,
      readReport: tallyOfVitest,
    });
  };

const parts: readonly Part[] = [
  { name: "build", run: build },
  { name: "check", run: async () => ({ ...emptyTally, ...(await runChecks()) }) },
  { name: "unit", run: vitest(8, "unit") },
  { name: "integration", run: vitest(14, "integration") },
  { name: "on Mosquitto", run: runOnMosquitto },
  { name: "browser journeys", run: runJourneys },
  { name: "fault runs", run: vitest(15, "faults") },
];

/** Runs every part, whatever the earlier ones found, and prints the sum in the last line. True when all is well. */
export async function runTests(say: Say): Promise<boolean> {
  let total = emptyTally;
  const minutes: string[] = [];
  for (const { name, run } of parts) {
    say(`---- ${name}`);
    const startedAt = performance.now();
    const tally = await run(say).catch((error: Error) => {
      say(error.message);
      return { ...emptyTally, failed: 1 };
    });
    const isEmpty = name !== "build" && tally.passed + tally.failed + tally.skips.length === 0;
    if (isEmpty) say(`${name}: no test ran, which counts as a failure`);
    total = addTallies(total, isEmpty ? { ...emptyTally, failed: 1 } : tally);
    const took = ((performance.now() - startedAt) / 60_000).toFixed(1);
    minutes.push(`${took.padStart(5)} min  ${name}: ${tally.passed} passed, ${tally.failed} failed`);
  }
  const forbidden = forbiddenSkips(total.skips);
  for (const skip of total.skips)
    say(`skipped: ${skip}${forbidden.includes(skip) ? " (not in .ci/allowed-skips)" : ""}`);
  for (const name of total.unsteady) say(`passed only when it was run again: ${name}`);
  const failed = total.failed + forbidden.length;
  const skipped = total.skips.length - forbidden.length;
  const sum = `${total.passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
  process.stdout.write(`\n${minutes.join("\n")}\n\n${sum}\n`);
  return failed === 0 && total.passed > 0;
}

async function build(say: Say): Promise<Tally> {
  await ensureClient(say);
  await ensureProcesses(say);
  await ensureConsole(say);
  return emptyTally;
}

async function runOnMosquitto(say: Say): Promise<Tally> {
  const missing = ensureMosquitto(say);
  return missing ? { ...emptyTally, skips: [missing] } : vitest(6, "mosquitto")();
}

async function runJourneys(say: Say): Promise<Tally> {
  const missing = await ensureChromium(say);
  if (missing) return { ...emptyTally, skips: [missing] };
  return runTestCommand({
    args: () => ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"],
    env: (reportFile) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile, PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile }),
    timeoutMinutes: 14,
    readReport: tallyOfPlaywright,
  });
}

/** In CI a skip that nobody allowed hides a test that never ran. */
function forbiddenSkips(skips: readonly string[]): string[] {
  if (!process.env.CI) return [];
  const lines = fs.readFileSync(path.join(projectFolder, ".ci/allowed-skips"), "utf8").split("\n");
  const allowed = new Set(lines.map((line) => line.trim()).filter((line) => line && !line.startsWith("#")));
  return skips.filter((skip) => !allowed.has(skip));
}
