import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as z from "zod";
import { projectFolder } from "./freshness.ts";

/** Branches that no test can reach stand on lines that call `invariant(`, and there are few of them. */
const exceptionsMax = 10;

const place = z.object({ start: z.object({ line: z.number().optional() }) });
const reportSchema = z.record(
  z.string(),
  z.object({
    path: z.string(),
    branchMap: z.record(z.string(), z.object({ type: z.string(), loc: place, locations: z.array(place) })),
    b: z.record(z.string(), z.array(z.number())),
  }),
);

type Branch = { file: string; line: number; type: string; source: string };
type Coverage = { files: number; branches: number; missed: Branch[] };

/**
 * `npm run coverage`: the engine's unit tests with a count of the branches that they take. Every branch is taken, or
 * stands on a line with `invariant(`; of those there are at most ten, and they are listed. `-- --missed FILE` also
 * writes what was missed into a file.
 */
async function main(): Promise<void> {
  const { missedFile } = readArguments(process.argv.slice(2));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-coverage-"));
  try {
    const testsPassed = await runTests(folder);
    const coverage = readReport(path.join(folder, "coverage-final.json"));
    const isException = ({ source }: Branch) => source.includes("invariant(");
    const exceptions = coverage.missed.filter(isException);
    const misses = coverage.missed.filter((branch) => !isException(branch));
    const lines = [...listByFile("never taken", misses), ...listByFile("cannot be taken (invariant)", exceptions)];
    const taken = coverage.branches - coverage.missed.length;
    lines.push(
      `${taken} of ${coverage.branches} branches in ${coverage.files} files taken; ${misses.length} missed, ${exceptions.length} of at most ${exceptionsMax} exceptions`,
    );
    process.stdout.write(`${lines.join("\n")}\n`);
    if (missedFile) fs.writeFileSync(missedFile, `${lines.join("\n")}\n`);
    if (!testsPassed || misses.length > 0 || exceptions.length > exceptionsMax) process.exitCode = 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function readArguments(args: readonly string[]): { missedFile?: string } {
  if (args.length === 0) return {};
  const [name, file] = args;
  if (args.length === 2 && name === "--missed" && file) return { missedFile: path.resolve(file) };
  throw new Error("usage: npm run coverage [-- --missed FILE]");
}

/** The words of the tests go to standard error, so that the report can be kept apart. */
function runTests(reportsFolder: string): Promise<boolean> {
  const options = [
    "--coverage.enabled",
    "--coverage.provider=v8",
    "--coverage.include=engine/**/*.ts",
    "--coverage.exclude=engine/**/*.test.ts",
    "--coverage.exclude=engine/**/testing/**",
    "--coverage.reporter=json",
    "--coverage.reportOnFailure",
    `--coverage.reportsDirectory=${reportsFolder}`,
  ];
  const args = ["node_modules/vitest/vitest.mjs", "run", "--project=unit", "--reporter=default", "engine/", ...options];
  // counting makes every statement slower
  args.push("--testTimeout=120000");
  const child = spawn(process.execPath, args, { cwd: projectFolder, stdio: ["ignore", 2, 2] });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code === 0));
  });
}

function readReport(file: string): Coverage {
  const report = reportSchema.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  const coverage: Coverage = { files: 0, branches: 0, missed: [] };
  for (const { path: sourceFile, branchMap, b } of Object.values(report)) {
    coverage.files += 1;
    const source = fs.readFileSync(sourceFile, "utf8").split("\n");
    for (const [id, counts] of Object.entries(b)) {
      const branch = branchMap[id]!;
      coverage.branches += counts.length;
      for (const [index, count] of counts.entries()) {
        if (count > 0) continue;
        const line = branch.locations[index]?.start.line ?? branch.loc.start.line ?? 1;
        const name = path.relative(projectFolder, sourceFile);
        coverage.missed.push({ file: name, line, type: branch.type, source: source[line - 1]?.trim() ?? "" });
      }
    }
  }
  coverage.missed.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  return coverage;
}

function listByFile(title: string, branches: readonly Branch[]): string[] {
  if (branches.length === 0) return [];
  const lines = [`${title}:`];
  for (const [index, { file, line, type, source }] of branches.entries()) {
    if (branches[index - 1]?.file !== file) lines.push(`  ${file}`);
    lines.push(`    ${line} ${type}: ${source.slice(0, 110)}`);
  }
  return [...lines, ""];
}

await main();
