import { canonicalJson } from "#engine/compile/canonical-json.ts";
import type { Draft } from "#engine/model/draft.ts";

/** Parts of a draft are never changed in place: what was once written out is still what it says. */
const texts = new WeakMap<object, string>();

function textOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return canonicalJson(value ?? null);
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = canonicalJson(value);
  texts.set(value, text);
  return text;
}

/** Whether two values say the same; a missing one says the same as null. Values that are one are not looked at. */
export function same(a: unknown, b: unknown): boolean {
  return a === b || textOf(a) === textOf(b);
}

/** Whether two drafts say the same. Of a thousand rules only those that are not the same object are compared. */
export function sameDraft(a: Draft, b: Draft): boolean {
  const { rules: ownRules, ...own } = a;
  const { rules: otherRules, ...other } = b;
  const others = new Map<string, unknown>(Object.entries(other));
  const isRestSame = Object.entries(own).every(([part, value]) => same(value, others.get(part)));
  return isRestSame && others.size === Object.keys(own).length && sameList(ownRules.rules, otherRules.rules);
}

function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => same(item, b[index])));
}
