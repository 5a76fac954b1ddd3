import type { FactRead } from "./condition-node.ts";
import { followPath } from "./fact-path.ts";
import type { RunFacts } from "./rule-document.ts";
import { UndefinedFactError } from "./rule-error.ts";

/**
 * The value of a fact. A fact that was not given is undefined where that is allowed, otherwise `UndefinedFactError`.
 * What every object inherits (`toString`) is no fact. Throws a TypeError for a function: facts are values here.
 */
export function lookUp({ fact, steps }: FactRead, facts: RunFacts, allowUndefined: boolean): unknown {
  const value = facts[fact];
  const isUnsure = value === undefined || typeof value === "function" || fact === "__proto__";
  if (isUnsure && !isGiven(fact, facts)) {
    if (allowUndefined) return undefined;
    throw new UndefinedFactError(fact);
  }
  if (typeof value === "function") throw new TypeError(`fact "${fact}" is a function`);
  return followPath(value, steps);
}

/** Own and inherited keys count as facts when a `for ... in` would find them. */
function isGiven(fact: string, facts: RunFacts): boolean {
  for (let holder: object | null = facts; holder !== null; holder = Object.getPrototypeOf(holder) as object | null) {
    if (Object.hasOwn(holder, fact)) return Object.prototype.propertyIsEnumerable.call(holder, fact);
  }
  return false;
}
