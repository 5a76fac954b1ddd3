import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureClient, ensureProcesses } from "#tools/build.ts";

/** Full length, or what fits into a minute. */
export const isFull = process.env.LIFTGATE_TORTURE === "full";

/**
 * Runs one of the lab's programs in user, network, mount and process namespaces of its own; all that it starts ends with
 * it. Its last line is the outcome; its folder is kept when it fails.
 */
export async function runLab<Outcome>(name: string, ...args: string[]): Promise<Outcome> {
  await ensureClient();
  await ensureProcesses();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-lab-"));
  const file = fileURLToPath(new URL(name, import.meta.url));
  const unshare = ["-Urnm", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const child = spawn("unshare", [...unshare, process.execPath, "--import", "tsx", file, folder, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [said, errors] = ["", ""];
  child.stdout.on("data", (chunk) => {
    said += String(chunk);
    for (const line of String(chunk).split("\n")) if (line !== "" && !line.startsWith("{")) console.log(line);
  });
  child.stderr.on("data", (chunk) => {
    errors += String(chunk);
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`${name} ended with ${code}, see ${folder}: ${errors.slice(-2_000)}`);
  fs.rmSync(folder, { recursive: true, force: true });
  return JSON.parse(said.trim().split("\n").at(-1)!) as Outcome;
}
