import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { type ChildOptions, ManagedChild } from "./managed-child.ts";

let child: ManagedChild;
const said: string[] = [];

afterEach(async () => {
  await child.stop();
  said.length = 0;
});

function manage(program: string, options: Partial<ChildOptions> = {}): ManagedChild {
  child = new ManagedChild({
    name: "worker",
    start: async () => spawn(process.execPath, ["-e", program], { stdio: "ignore" }),
    restartDelaysMs: [20, 40],
    say: (line) => said.push(line),
    ...options,
  });
  return child;
}

const waitsForEver = "setInterval(() => {}, 1000)";

test("starts a killed child again and says so in one line", async () => {
  expect(await manage(waitsForEver).start()).toBe(true);
  const first = child.status().pid;
  expect(child.kill("SIGKILL")).toBe(true);
  await expect.poll(() => child.status()).toMatchObject({ state: "running", restarts: 1 });
  expect(child.status().pid).not.toBe(first);
  expect(said).toEqual(["worker was ended by SIGKILL; starts again in 0.02 s"]);
});

test("tries for ever, with longer and longer waits, and repeats the child's last words", async () => {
  void manage("process.exit(3)", { lastWords: () => "Error: no database" }).start();
  await expect.poll(() => said.length, { timeout: 5_000 }).toBeGreaterThan(3);
  const words = "worker ended with code 3 (Error: no database); starts again in";
  expect(said.slice(0, 3)).toEqual([`${words} 0.02 s`, `${words} 0.04 s`, `${words} 0.04 s`]);
});

test("a child that cannot be started at all is tried again", async () => {
  void manage("", { start: () => Promise.reject(new Error("port 5 is taken")) }).start();
  await expect.poll(() => said[0]).toBe("worker could not start: port 5 is taken; starts again in 0.02 s");
});

test("a stopped child stays away, also when it waited to be started again", async () => {
  void manage("process.exit(1)", { restartDelaysMs: [60_000] }).start();
  await expect.poll(() => child.status().state).toBe("waiting");
  await child.stop();
  await sleep(50);
  expect(child.status()).toMatchObject({ state: "stopped", restarts: 0 });
});
