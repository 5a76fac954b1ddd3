import type { BenchRow } from "../bench-row.ts";
import { inputRow, noteInputs } from "./input-times.ts";
import { noteKeys, pressKeys, timeRows } from "./key-times.ts";
import { openPage, withBrowser } from "./open-browser.ts";
import type { RunningConsole } from "./running-console.ts";

const redrawMaxMs = 50;
const rounds = 60;
const warmUp = 20;

/** From a key in a price to the frame with the new price curve. */
export async function keyToCurve(console: RunningConsole): Promise<BenchRow[]> {
  return withBrowser(async (browser) => {
    const page = await openPage(browser, console, "/lots/riverside-p1/tariff");
    const price = page.getByRole("textbox", { name: /: price$/ }).first();
    await price.waitFor();
    const inputs = await noteInputs(page);
    await noteKeys(page, { selector: "main svg.overflow-visible", attribute: "d" });
    await price.focus();
    await page.keyboard.press("Home");
    // A digit before the price and its removal: every key is another price, and the draft ends as it began.
    const times = await pressKeys(page, Array.from({ length: rounds }, () => ["1", "Backspace"]).flat(), warmUp);
    await page
      .getByRole("status")
      .filter({ hasText: /^Saved/ })
      .waitFor();
    return [...timeRows("key to curve", times, redrawMaxMs), inputRow("tariff: response to input", await inputs())];
  });
}
