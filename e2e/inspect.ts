import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Nothing that axe finds in the page as it stands, in any open state, and nothing wider than the window. */
export async function inspect(page: Page, what = new URL(page.url()).pathname): Promise<void> {
  await expect(page.locator("h1").first()).toBeVisible();
  await page.mouse.move(0, 0); // what lies under the pointer may be on its way to another colour
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).analyze();
  const found = violations.map(({ id, nodes }) => `${what}: ${id}: ${nodes[0]?.target.join(" ")}`);
  expect(found).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${what} is wider than the window`).toBeLessThanOrEqual(0);
}
