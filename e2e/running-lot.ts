import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test as base, type Cookie, expect, type Page } from "@playwright/test";
import { type EdgeConfig, readEdgeConfig } from "#edge-runner/edge-config.ts";
import { readJournal } from "#edge-runner/report/read-journal.ts";
import { projectFolder } from "#tools/freshness.ts";
import { tellStart } from "#tools/tell-start.ts";

const startTimeoutMs = 240_000;
const stopTimeoutMs = 20_000;

/** A whole `npm start` in a data folder of its own, with the simulated demo lot. */
export type RunningLot = {
  web: string;
  dataDir: string;
  passwords: Record<string, string>;
  /** Who has signed in already, with the cookies of that. */
  sessions: Map<string, Cookie[]>;
  edge: EdgeConfig;
  /** `npm run cloud -- on | off` on this start. */
  cloud: (state: "on" | "off") => Promise<void>;
  /** Takes the edge's process away, or gives it back. */
  edgeProcess: (act: "stop" | "start") => Promise<void>;
  /** Plates of the decision records in the edge's own journal. */
  journalPlates: () => string[];
};

export const test = base.extend<{ signIn: (page: Page, person: string) => Promise<void> }, { lot: RunningLot }>({
  lot: [
    // biome-ignore lint/correctness/noEmptyPattern: the test runner reads the names of fixtures from this pattern.
    async ({}, use) => {
      const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-journey-"));
      const { child, output } = startLiftgate(dataDir);
      try {
        await use(await whenReady(child, output, dataDir));
      } finally {
        await stopLiftgate(child);
        fs.rmSync(dataDir, { recursive: true, force: true });
      }
    },
    { scope: "worker", timeout: startTimeoutMs + stopTimeoutMs },
  ],
  signIn: async ({ lot }, use) => {
    await use(async (page, person) => {
      const known = lot.sessions.get(person);
      if (known) {
        await page.context().addCookies(known);
        await page.goto(`${lot.web}/lots`);
        return;
      }
      const email = `${person}@demo.liftgate.test`;
      await page.goto(`${lot.web}/sign-in`);
      await page.getByRole("textbox", { name: /Email|邮箱/ }).fill(email);
      await page.getByRole("textbox", { name: /Password|密码/ }).fill(lot.passwords[email]!);
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(/\/lots/, { timeout: 30_000 });
      const cookies = await page.context().cookies(lot.web);
      lot.sessions.set(
        person,
        cookies.filter(({ httpOnly }) => httpOnly),
      );
    });
  },
});

function environment(dataDir: string): NodeJS.ProcessEnv {
  return { ...process.env, LIFTGATE_DATA_DIR: dataDir, NODE_OPTIONS: "" };
}

function startLiftgate(dataDir: string): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ["tools/start.mjs"], { cwd: projectFolder, env: environment(dataDir) });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (bytes) => {
      said += bytes;
    });
  }
  return { child, output: () => said };
}

async function whenReady(child: ChildProcess, output: () => string, dataDir: string): Promise<RunningLot> {
  const readLine = /Liftgate runs at (http\S+)/;
  await expect
    .poll(() => child.exitCode !== null || readLine.test(output()), { timeout: startTimeoutMs, message: "npm start" })
    .toBe(true);
  const web = readLine.exec(output())?.[1];
  if (web === undefined) throw new Error(`npm start ended:\n${output()}`);
  const edges = path.join(dataDir, "edges");
  const folder = path.join(edges, fs.readdirSync(edges)[0]!);
  const camera = /http:\/\/127\.0\.0\.1:(\d+)\/camera\//.exec(output())?.[1];
  const config = readEdgeConfig(path.join(folder, "edge.json"));
  return {
    web,
    dataDir,
    passwords: JSON.parse(fs.readFileSync(path.join(dataDir, "secrets/demo-passwords.json"), "utf8")),
    sessions: new Map(),
    edge: { ...config, listen: { ...config.listen, port: Number(camera) } },
    cloud: (state) => tellStart(dataDir, { command: "cloud", state }),
    edgeProcess: (command) => tellStart(dataDir, { command, child: "edge" }),
    journalPlates: () =>
      readJournal(path.join(folder, "journal.db"))
        .records("p")
        .flatMap(({ personal }) => {
          const { plateText } = JSON.parse(new TextDecoder().decode(personal ?? new Uint8Array()) || "{}");
          return typeof plateText === "string" ? [plateText] : [];
        }),
  };
}

async function stopLiftgate(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGINT");
  const late = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
  await ended;
  clearTimeout(late);
}
