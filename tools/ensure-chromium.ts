import { spawnSync } from "node:child_process";
import fs from "node:fs";

type Say = (line: string) => void;

const debianFile = "/usr/bin/chromium";
const debianCommands = [
  ["apt-get", "update", "-q"],
  ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"],
] as const;

/** Sees to a browser for the journeys; when there is none to be had, the skip that this means, in words. */
export async function ensureChromium(say: Say): Promise<string | undefined> {
  if (await hasChromium()) return undefined;
  const isDebian = fs.existsSync("/etc/debian_version");
  if (isDebian && process.getuid?.() === 0) {
    say("installing Chromium from Debian");
    for (const [command, ...args] of debianCommands) {
      spawnSync(command, args, { stdio: "ignore", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
    }
    if (await hasChromium()) return undefined;
  }
  const command = isDebian ? "sudo apt-get install chromium" : "npx playwright install chromium";
  say(`the browser journeys need Chromium: ${command}`);
  return "browser journeys: no Chromium";
}

async function hasChromium(): Promise<boolean> {
  const { chromium } = await import("@playwright/test");
  return [process.env.CHROMIUM_PATH, debianFile, chromium.executablePath()].some((file) => file && fs.existsSync(file));
}
