import { spawnSync } from "node:child_process";
import fs from "node:fs";

type Say = (line: string) => void;

/** Can packages be installed with apt here? */
export const isDebian = fs.existsSync("/etc/debian_version");

/** Installs packages of Debian where this process may do so; elsewhere it does nothing. */
export function installFromDebian(packages: readonly string[], say: Say): void {
  if (!isDebian || process.getuid?.() !== 0) return;
  say(`installing from Debian: ${packages.join(", ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update", "-q"], { stdio: "ignore", env });
  spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], { stdio: "ignore", env });
}
