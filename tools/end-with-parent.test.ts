import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { projectFolder } from "./freshness.ts";
import { runCommand } from "./run-command.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-parent-"));
const write = (name: string, content: string) => {
  fs.writeFileSync(path.join(folder, name), content);
  return path.join(folder, name);
};

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, "utf8")); // a zombie has ended
  } catch {
    return false;
  }
}

test.runIf(process.platform === "linux")("a child ends when its supervisor is killed", async () => {
  const worker = write("worker.mjs", "setInterval(() => {}, 1000);");
  const source = JSON.stringify(path.join(projectFolder, "tools/spawn-child.ts"));
  const log = JSON.stringify(path.join(folder, "worker.log"));
  const parent = write(
    "parent.mts",
    `const { spawnChild } = await import(${source});
     process.stdout.write(String(spawnChild([${JSON.stringify(worker)}], process.env, ${log}).pid));
     setInterval(() => {}, 1000);`,
  );
  const supervisor = spawn(process.execPath, ["--import", "tsx", parent], { cwd: projectFolder });
  const pid = Number(await new Promise((resolve) => supervisor.stdout.once("data", resolve)));
  expect(isAlive(pid)).toBe(true);
  supervisor.kill("SIGKILL");
  await expect.poll(() => isAlive(pid), { timeout: 8_000 }).toBe(false);
});

test("a command's own workers keep their channel, and the command ends when its work is done", async () => {
  const worker = write("echo.mjs", 'process.on("message", (text) => setTimeout(() => process.send(text), 200));');
  const command = write(
    "command.mjs",
    `import { fork } from "node:child_process";
     const worker = fork(${JSON.stringify(worker)});
     worker.send("done");
     worker.once("message", (text) => { process.stdout.write(text); worker.kill(); });`,
  );
  expect(await runCommand([command])).toBe("done");
});
