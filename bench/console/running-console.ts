import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createTRPCClient, httpLink, type TRPCClient } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "#server/trpc/router.ts";
import { runningAddress } from "#tools/cli/running-address.ts";
import { projectFolder } from "#tools/freshness.ts";

const startTimeoutMs = 600_000;

/** A console in production form with somebody signed in. */
export type RunningConsole = {
  readonly web: string;
  readonly email: string;
  readonly databaseUrl: string;
  readonly cookie: string;
  readonly api: TRPCClient<AppRouter>;
};

/** The start on LIFTGATE_DATA_DIR where one runs, or one of its own in a folder that is thrown away. */
export async function withRunningConsole<Result>(work: (console: RunningConsole) => Promise<Result>): Promise<Result> {
  const given = process.env.LIFTGATE_DATA_DIR;
  const running = given ? await runningAddress(path.resolve(given)) : undefined;
  if (given && running) return work(await signIn(running, given));
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-bench-"));
  const env = { ...process.env, LIFTGATE_DATA_DIR: dataDir };
  const child = spawn(process.execPath, ["tools/start.mjs"], { cwd: projectFolder, env });
  try {
    const web = await new Promise<string>((resolve, reject) => {
      let said = "";
      const late = setTimeout(() => reject(new Error(`npm start is not ready:\n${said}`)), startTimeoutMs);
      child.once("exit", () => reject(new Error(`npm start ended:\n${said}`)));
      child.stdout.on("data", (bytes) => {
        said += bytes;
        const address = /Liftgate runs at (http\S+)/.exec(said)?.[1];
        if (address === undefined) return;
        clearTimeout(late);
        resolve(address);
      });
    });
    return await work(await signIn(web, dataDir));
  } finally {
    child.removeAllListeners("exit");
    const ended = new Promise((resolve) => child.once("exit", resolve));
    if (child.exitCode === null && child.kill("SIGINT")) await ended;
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
}

async function signIn(web: string, dataDir: string): Promise<RunningConsole> {
  const passwords = JSON.parse(fs.readFileSync(path.join(dataDir, "secrets/demo-passwords.json"), "utf8"));
  const email = "owner@demo.liftgate.test";
  const response = await fetch(`${web}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: web },
    body: JSON.stringify({ email, password: passwords[email] }),
  });
  if (!response.ok) throw new Error(`sign-in failed: ${response.status}`);
  const cookie = response.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  const databaseUrl = fs.readFileSync(path.join(dataDir, "secrets/database-url"), "utf8").trim();
  const links = [httpLink({ url: `${web}/api/trpc`, transformer: superjson, headers: { cookie } })];
  return { web, email, databaseUrl, cookie, api: createTRPCClient<AppRouter>({ links }) };
}
