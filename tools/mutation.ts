import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as z from "zod";
import { projectFolder } from "./freshness.ts";
import { evaluationFaults } from "./mutations/evaluation-faults.ts";
import type { Fault } from "./mutations/mutation-fault.ts";
import { pricingFaults } from "./mutations/pricing-faults.ts";

/** As many as the engine must withstand. */
const faultsMin = 40;
/** A fault that makes the tests run without end has been caught. */
const tryTimeoutMs = 120_000;
/** Faults are found by the usual number of tries; more of them only take longer. */
const tries = "100";

const sets = [pricingFaults, evaluationFaults];
const copied = ["contracts", "docs", "engine", "package.json", "vitest.config.ts", "tsconfig.base.json"];

type Outcome = { caught: boolean; by: string };

/**
 * `npm run mutation [-- words]`: plants each fault in a copy of the engine and runs the tests that must notice it. Every
 * fault is caught, and there are at least forty. With words, only faults whose line has them ("evaluation: the index").
 */
async function main(): Promise<void> {
  const words = process.argv.slice(2).join(" ");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-mutation-"));
  process.once("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  for (const one of copied) fs.cpSync(path.join(projectFolder, one), path.join(folder, one), { recursive: true });
  fs.symlinkSync(path.join(projectFolder, "node_modules"), path.join(folder, "node_modules"));
  const stale = sets.flatMap(({ faults }) => faults).filter((fault) => timesIn(fault, folder) !== 1);
  for (const { what, file } of stale) say(`no longer applies: ${what}: its text does not stand once in ${file}`);
  if (stale.length > 0) process.exitCode = 1;
  const lost: string[] = [];
  let tried = 0;
  for (const { name, tests, faults } of sets) {
    const chosen = faults.filter((fault) => !stale.includes(fault) && `${name}: ${fault.what}`.includes(words));
    if (chosen.length === 0) continue;
    const sound = await runTests(folder, tests);
    if (sound.caught) throw new Error(`the tests of ${name} fail without a fault: ${sound.by}`);
    for (const fault of chosen) {
      const { caught, by } = await tryFault(folder, fault, tests);
      tried += 1;
      if (!caught) lost.push(fault.what);
      say(`${caught ? "caught  " : "SURVIVED"} ${name}: ${fault.what}${caught ? ` (${by})` : ""}`);
    }
  }
  for (const what of lost) say(`not caught: ${what}`);
  if (words === "" && tried < faultsMin) say(`${tried} faults; at least ${faultsMin} are asked for`);
  say(`${tried - lost.length} caught, ${lost.length} survived`);
  if (lost.length > 0 || tried === 0 || (words === "" && tried < faultsMin)) process.exitCode = 1;
}

/** How often the text of a fault stands in its file. */
function timesIn({ file, find }: Fault, folder: string): number {
  const place = path.join(folder, file);
  return fs.existsSync(place) ? fs.readFileSync(place, "utf8").split(find).length - 1 : 0;
}

async function tryFault(folder: string, { file, find, put }: Fault, tests: readonly string[]): Promise<Outcome> {
  const place = path.join(folder, file);
  const sound = fs.readFileSync(place, "utf8");
  fs.writeFileSync(
    place,
    sound.replace(find, () => put),
  );
  try {
    return await runTests(folder, tests);
  } finally {
    fs.writeFileSync(place, sound);
  }
}

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Whether a test fails, and which. */
function runTests(folder: string, tests: readonly string[]): Promise<Outcome> {
  const report = path.join(folder, "report.json");
  fs.rmSync(report, { force: true });
  const vitest = path.join(folder, "node_modules/vitest/vitest.mjs");
  const options = ["run", "--project=unit", "--bail=1", "--reporter=json", `--outputFile=${report}`, "--maxWorkers=1"];
  const child = spawn(process.execPath, [vitest, ...options, ...tests], {
    cwd: folder,
    stdio: "ignore",
    env: { ...process.env, LIFTGATE_PROPERTY_RUNS: tries },
  });
  const late = setTimeout(() => child.kill("SIGKILL"), tryTimeoutMs);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      clearTimeout(late);
      if (signal !== null) resolve({ caught: true, by: "the tests do not end" });
      else if (code === 0) resolve({ caught: false, by: "" });
      else resolve({ caught: true, by: fs.existsSync(report) ? firstFailure(report) : "the tests do not start" });
    });
  });
}

function firstFailure(report: string): string {
  const { testResults } = reportSchema.parse(JSON.parse(fs.readFileSync(report, "utf8")));
  for (const { name, status, assertionResults } of testResults) {
    const failed = assertionResults.find((one) => one.status === "failed");
    if (failed) return `${path.basename(name)}: ${failed.fullName.slice(0, 90)}`;
    if (status === "failed") return path.basename(name);
  }
  return "no test by name";
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main();
