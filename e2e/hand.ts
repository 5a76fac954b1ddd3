import { expect, type Locator, type Page } from "@playwright/test";

/** How a person works the console: with the mouse, or with the keyboard and nothing else. */
export type Hand = {
  readonly isKeyboard: boolean;
  /** A button, a link, a box to tick. */
  readonly press: (target: Locator) => Promise<void>;
  /** A text field: its text becomes this one, and the field is left. */
  readonly write: (target: Locator, text: string) => Promise<void>;
  /** A day, as 2027-02-06. */
  readonly writeDay: (target: Locator, day: string) => Promise<void>;
  /** An option of a list that a field opens. */
  readonly choose: (target: Locator, option: Locator) => Promise<void>;
  /** An option of a long list that is searched by typing. */
  readonly search: (target: Locator, text: string) => Promise<void>;
  /** Text from elsewhere, put in a field as it is. */
  readonly paste: (target: Locator, text: string) => Promise<void>;
  /** A control gets the focus, and nothing else happens to it. */
  readonly reach: (target: Locator) => Promise<void>;
  /** One of the views of a tab list. */
  readonly turnTo: (tab: Locator) => Promise<void>;
};

export function mouseOf(page: Page): Hand {
  const write = async (target: Locator, text: string) => {
    await target.fill(text);
    await target.blur();
  };
  return {
    isKeyboard: false,
    press: (target) => target.click(),
    write,
    writeDay: write,
    choose: async (target, option) => {
      await target.click();
      await option.click();
    },
    search: async (target, text) => {
      await target.click();
      await target.fill(text);
      await page.getByRole("option").first().click();
    },
    paste: (target, text) => target.fill(text),
    reach: (target) => target.focus(),
    turnTo: (tab) => tab.click(),
  };
}

/** Focus moves by Tab and arrows alone, and what has it is seen to have it. */
export function keyboardOf(page: Page): Hand {
  const { keyboard } = page;
  const type = async (target: Locator, text: string) => {
    await reach(page, target);
    await keyboard.press("ControlOrMeta+a");
    await keyboard.type(text);
  };
  return {
    isKeyboard: true,
    press: async (target) => {
      await reach(page, target);
      const isBox = (await target.getAttribute("role")) === "checkbox";
      await keyboard.press(isBox ? "Space" : "Enter");
    },
    write: async (target, text) => {
      await type(target, text);
      await keyboard.press("Tab");
    },
    writeDay: async (target, day) => {
      const [year, month, date] = day.split("-");
      await reach(page, target);
      await keyboard.type(`${month}${date}${year}`);
      await expect(target).toHaveValue(day);
    },
    choose: async (target, option) => {
      await reach(page, target);
      await keyboard.press("Enter");
      await expect(option).toBeVisible();
      await keyboard.press("Home");
      await walkTo(page, option, "ArrowDown");
      await keyboard.press("Enter");
      await expect(option).toBeHidden();
    },
    search: async (target, text) => {
      await type(target, text);
      await expect(page.getByRole("option").first()).toBeVisible();
      await keyboard.press("Enter");
      await expect(page.getByRole("option")).toHaveCount(0);
    },
    paste: async (target, text) => {
      await reach(page, target);
      await keyboard.insertText(text);
    },
    reach: (target) => reach(page, target),
    turnTo: async (tab) => {
      await reach(page, page.getByRole("tablist").getByRole("tab", { selected: true }));
      await walkTo(page, tab, "ArrowRight");
      await keyboard.press("Enter");
      await expect(tab).toHaveAttribute("aria-selected", "true");
    },
  };
}

const stepsMax = 300;

/** Tabs, the shorter way, until the target has the focus; then its ring must be there and nothing may lie over it. */
async function reach(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < stepsMax; step += 1) {
    const way = await target.evaluate((node) => {
      const active = document.activeElement;
      if (active === node) return "here";
      const isBehind = node.compareDocumentPosition(active ?? document.body) & Node.DOCUMENT_POSITION_FOLLOWING;
      return isBehind ? "back" : "on";
    });
    if (way === "here") return expectSeen(target);
    await page.keyboard.press(way === "back" ? "Shift+Tab" : "Tab");
  }
  throw new Error(`${target} was not reached by Tab in ${stepsMax} steps`);
}

/** Presses a key until the target, one of a list, is the one that Enter would take. */
async function walkTo(page: Page, target: Locator, key: string): Promise<void> {
  for (let step = 0; step < stepsMax; step += 1) {
    const isThere = await target.evaluate(
      (node) => node === document.activeElement || node.hasAttribute("data-highlighted"),
    );
    if (isThere) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${target} was not reached by ${key} in ${stepsMax} steps`);
}

async function expectSeen(target: Locator): Promise<void> {
  const seen = await target.evaluate((node) => {
    const hasRing = (element: Element | null, up: number): boolean =>
      element !== null &&
      (Number.parseFloat(getComputedStyle(element).outlineWidth) >= 2 &&
      getComputedStyle(element).outlineStyle !== "none"
        ? true
        : up > 0 && hasRing(element.parentElement, up - 1));
    const { left, top, width, height } = node.getBoundingClientRect();
    const over = document.elementFromPoint(left + width / 2, top + height / 2);
    return { ring: hasRing(node, 2), bare: over !== null && (node.contains(over) || over.contains(node)) };
  });
  expect(seen, `the focus on ${target} can be seen`).toEqual({ ring: true, bare: true });
}
