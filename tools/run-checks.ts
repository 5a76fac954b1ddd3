import { ensureClient, ensureRouteTypes } from "./build.ts";
import { checkCommittedSecrets } from "./checks/committed-secrets.ts";
import { checkLandedMigrations } from "./checks/landed-migrations.ts";
import { checkLockCompleteness } from "./checks/lock-completeness.ts";
import { checkMessageParity } from "./checks/message-parity.ts";
import { runCommand } from "./run-command.ts";

type CheckTally = { passed: number; failed: number };
type Check = { name: string; run: () => Promise<string[]> };

const command =
  (...args: string[]) =>
  async (): Promise<string[]> => {
    const failure = await runCommand(args).then(
      () => undefined,
      (error: Error) => error.message,
    );
    return failure === undefined ? [] : [failure];
  };

/** Import rules are part of two checks: what may be seen at all is a matter of types, the rest of lint. */
const checks: readonly Check[] = [
  {
    name: "format, lint, import rules",
    run: command("node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "--max-diagnostics=30", "."),
  },
  { name: "types, room borders", run: command("node_modules/typescript/bin/tsc", "-b", ".", "tsconfig.tests.json") },
  { name: "dead code", run: command("node_modules/knip/bin/knip.js", "--no-progress") },
  { name: "words in both languages", run: async () => checkMessageParity() },
  { name: "lock file complete", run: async () => checkLockCompleteness() },
  { name: "landed migrations unchanged", run: async () => checkLandedMigrations() },
  { name: "no secret committed", run: async () => checkCommittedSecrets() },
];

/** Runs every check, two at a time, and prints what each found. */
export async function runChecks(): Promise<CheckTally> {
  await ensureClient();
  await ensureRouteTypes();
  const tally = { passed: 0, failed: 0 };
  const queue = [...checks];
  const work = async () => {
    for (let check = queue.shift(); check; check = queue.shift()) await runCheck(check, tally);
  };
  await Promise.all([work(), work()]);
  return tally;
}

async function runCheck({ name, run }: Check, tally: CheckTally): Promise<void> {
  const startedAt = performance.now();
  const problems = await run().catch((error: Error) => [error.message]);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(5);
  if (problems.length > 0) tally.failed++;
  else tally.passed++;
  const lines = [`${problems.length > 0 ? "FAIL" : "ok  "} ${seconds} s  ${name}`, ...problems];
  process.stdout.write(`${lines.join("\n")}\n`);
}
