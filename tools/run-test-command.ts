import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { projectFolder } from "./freshness.ts";
import { emptyTally, type Tally } from "./test-tally.ts";

type TestCommand = {
  args: (reportFile: string) => string[];
  env: (reportFile: string) => Record<string, string>;
  timeoutMinutes: number;
  readReport: (report: unknown) => Tally;
};

/** Runs a test program with its words on the terminal and counts from the report that it writes. */
export async function runTestCommand({ args, env, timeoutMinutes, readReport }: TestCommand): Promise<Tally> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-report-"));
  const reportFile = path.join(folder, "report.json");
  const end = await runForAtMost(timeoutMinutes, args(reportFile), env(reportFile));
  const report = fs.existsSync(reportFile) ? fs.readFileSync(reportFile, "utf8") : "";
  fs.rmSync(folder, { recursive: true, force: true });
  const tally = report ? readReport(JSON.parse(report)) : emptyTally;
  // A program that failed without a failed test broke before or between its tests.
  if (end !== 0 && tally.failed === 0) return { ...tally, failed: 1 };
  return tally;
}

function runForAtMost(minutes: number, args: string[], env: Record<string, string>): Promise<number> {
  const child = spawn(process.execPath, args, {
    cwd: projectFolder,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...withoutServers(process.env), ...env },
  });
  const late = setTimeout(() => {
    process.stdout.write(`not done within ${minutes} minutes: ended\n`);
    child.kill("SIGKILL");
  }, minutes * 60_000);
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", (code) => {
      clearTimeout(late);
      resolve(code ?? 1);
    });
  });
}

/** Tests start servers of their own: the ones of the shell must not be mistaken for them. */
function withoutServers(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isForeign = (name: string) => /^(DATABASE_URL|MQTT_URL|LIFTGATE_(?!TEST_).*)$/.test(name);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isForeign(name))) as NodeJS.ProcessEnv;
}
