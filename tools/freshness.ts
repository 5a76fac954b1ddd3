import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

export const projectFolder = path.resolve(import.meta.dirname, "..");

export type Step = {
  name: string;
  /** Files and folders, relative to the project, whose content decides whether the step must run again. */
  inputs: readonly string[];
  /** What the step makes; a missing one makes the step run. */
  outputs: readonly string[];
  run: () => Promise<void>;
};

/** Stamps live beside what they stand for: throwing `dist` away makes everything again. */
const stampFolder = path.join(projectFolder, "dist/.stamps");
const ignoredFolders = new Set(["node_modules", "client", "migrations"]);
const isTest = /\.(test|journey)\.tsx?$/;

/** Runs the step when the content of an input changed since it last ran to its end. Returns whether it ran. */
export async function runIfStale(step: Step, say?: (line: string) => void): Promise<boolean> {
  const stampFile = path.join(stampFolder, step.name);
  const stamp = hashInputs(step.inputs);
  if (isFresh(step, stampFile, stamp)) return false;
  const startedAt = performance.now();
  fs.rmSync(stampFile, { force: true }); // a step that is cut short must run again
  await step.run();
  const missing = step.outputs.find((output) => !fs.existsSync(path.join(projectFolder, output)));
  if (missing) throw new Error(`${step.name} ended without making ${missing}`);
  fs.mkdirSync(stampFolder, { recursive: true });
  fs.writeFileSync(stampFile, stamp);
  say?.(`${step.name} made in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return true;
}

function isFresh({ outputs }: Step, stampFile: string, stamp: string): boolean {
  if (outputs.some((output) => !fs.existsSync(path.join(projectFolder, output)))) return false;
  return fs.existsSync(stampFile) && fs.readFileSync(stampFile, "utf8") === stamp;
}

function hashInputs(inputs: readonly string[]): string {
  const hash = createHash("sha256").update(process.version);
  for (const file of inputs.flatMap(listFiles)) {
    hash.update(`\0${file}\0`).update(fs.readFileSync(path.join(projectFolder, file)));
  }
  return hash.digest("hex");
}

/** The files under an input in a fixed order, without tests and what is generated. */
function listFiles(input: string): string[] {
  const stat = fs.statSync(path.join(projectFolder, input), { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return isTest.test(input) || input.endsWith(".tsbuildinfo") ? [] : [input];
  const names = fs.readdirSync(path.join(projectFolder, input)).sort();
  return names.filter((name) => !ignoredFolders.has(name)).flatMap((name) => listFiles(path.join(input, name)));
}
