import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Runs a program beside this file on a disk of its own: a tmpfs (`size=16m,nr_inodes=200`) in a user namespace, which needs
 * no root and which TMPDIR names. Its last line is its outcome.
 */
export function runOnDisk<Outcome>(
  mount: string,
  name: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Outcome {
  const PROCESS = fileURLToPath(new URL(name, import.meta.url));
  // what stands before the C library is for the program alone
  const script =
    'd=$(mktemp -d) && mount -t tmpfs -o "$MOUNT" tmpfs "$d" && TMPDIR=$d LD_PRELOAD=$PRELOAD exec "$NODE" --import tsx "$PROCESS" "$@"';
  const run = spawnSync("unshare", ["-Urm", "sh", "-c", script, "sh", ...args], {
    env: { ...process.env, NODE: process.execPath, PROCESS, MOUNT: mount, PRELOAD: "", ...env },
    encoding: "utf8",
    timeout: 300_000,
  });
  const line = run.stdout.trim().split("\n").at(-1) ?? "";
  if (run.status !== 0 || line === "")
    throw new Error(`the program ended with ${run.status}: ${run.stderr.slice(-2_000)}`);
  return JSON.parse(line) as Outcome;
}
