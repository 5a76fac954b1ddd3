import fs from "node:fs";
import { type Browser, chromium, type Page } from "@playwright/test";
import type { RunningConsole } from "./running-console.ts";

const systemChromium = [process.env.CHROMIUM_PATH, "/usr/bin/chromium"].find((file) => file && fs.existsSync(file));

/** The machine's Chromium; `port` is its debugger's, for a program that drives it itself. */
export async function withBrowser<Result>(work: (browser: Browser) => Promise<Result>, port?: number): Promise<Result> {
  const browser = await chromium.launch({
    ...(systemChromium && { executablePath: systemChromium }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...(port === undefined ? [] : [`--remote-debugging-port=${port}`]),
    ],
  });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** A page of somebody who is signed in. */
export async function openPage(browser: Browser, { web, cookie }: RunningConsole, path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const cookies = cookie.split("; ").map((each) => {
    const at = each.indexOf("=");
    return { name: each.slice(0, at), value: each.slice(at + 1), url: web };
  });
  await context.addCookies(cookies);
  // The loader of this program names functions by a helper of its own, which a page has not.
  await context.addInitScript({ content: "globalThis.__name = (named) => named;" });
  const page = await context.newPage();
  await page.goto(web + path);
  return page;
}
