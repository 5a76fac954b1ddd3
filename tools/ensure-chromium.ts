import fs from "node:fs";
import { installFromDebian, isDebian } from "./install-from-debian.ts";

type Say = (line: string) => void;

const debianFile = "/usr/bin/chromium";

/** Sees to a browser for the journeys; when there is none to be had, the skip that this means, in words. */
export async function ensureChromium(say: Say): Promise<string | undefined> {
  if (await hasChromium()) return undefined;
  installFromDebian(["chromium"], say);
  if (await hasChromium()) return undefined;
  const command = isDebian ? "sudo apt-get install chromium" : "npx playwright install chromium";
  say(`the browser journeys need Chromium: ${command}`);
  return "browser journeys: no Chromium";
}

async function hasChromium(): Promise<boolean> {
  const { chromium } = await import("@playwright/test");
  return [process.env.CHROMIUM_PATH, debianFile, chromium.executablePath()].some((file) => file && fs.existsSync(file));
}
