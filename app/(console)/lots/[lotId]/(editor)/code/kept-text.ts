import type { Draft } from "#engine/model/draft.ts";

/** A text that is not a draft yet, with the draft that it was begun on. */
export type KeptText = { text: string; base: string; at: number };

type Whose = { userId: string; lotId: string; part: keyof Draft };

/** Texts that no draft can be made of are kept in this browser, so that leaving the page does not lose them. */
export function readKeptText(whose: Whose): KeptText | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(nameOf(whose)) ?? "null");
    return isKeptText(kept) ? kept : null;
  } catch {
    return null; // a browser that keeps nothing, or something else under the name
  }
}

/** Whether the text is kept now: a browser may refuse. */
export function keepText(whose: Whose, kept: KeptText): boolean {
  try {
    localStorage.setItem(nameOf(whose), JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

export function forgetText(whose: Whose): void {
  try {
    localStorage.removeItem(nameOf(whose));
  } catch {
    return; // nothing was kept where nothing can be
  }
}

function nameOf({ userId, lotId, part }: Whose): string {
  return `liftgate-text ${userId} ${lotId} ${part}`;
}

function isKeptText(value: unknown): value is KeptText {
  if (typeof value !== "object" || value === null) return false;
  const { text, base, at } = value as Partial<Record<keyof KeptText, unknown>>;
  return typeof text === "string" && typeof base === "string" && typeof at === "number";
}
