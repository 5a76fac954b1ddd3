import { spawn } from "node:child_process";
import path from "node:path";
import { projectFolder } from "./freshness.ts";

const keptOutputChars = 20_000;
const endWithParent = path.join(import.meta.dirname, "end-with-parent.mjs");

/** Runs a Node program of the project to its end, silently; when it fails, its last words are in the error. */
export function runCommand(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const child = spawn(process.execPath, ["--import", endWithParent, ...args], {
    cwd: projectFolder,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, ...quietEnv, ...env, LIFTGATE_ENDS_WITH_PARENT: "1" },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output = (output + text).slice(-keptOutputChars);
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${args.join(" ")} failed (${code ?? signal}):\n${output.trim()}`));
    });
  });
}

/** None of the tools asks its maker's servers for news. */
const quietEnv = { NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" };
