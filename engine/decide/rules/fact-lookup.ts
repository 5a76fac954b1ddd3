import type { FactRead } from "./condition-node.ts";
import { followPath } from "./fact-path.ts";
import type { RunFacts } from "./rule-document.ts";
import { UndefinedFactError } from "./rule-error.ts";

/**
 * The value of a fact. A fact that was not given is undefined where that is allowed, otherwise `UndefinedFactError`.
 * What every object inherits (`toString`) is no fact.
 */
export function lookUp({ fact, steps }: FactRead, facts: RunFacts, allowUndefined: boolean): unknown {
  const value = facts[fact];
  if (value === undefined || isInherited(fact)) {
    if (!isGiven(fact, facts)) {
      if (allowUndefined) return undefined;
      throw new UndefinedFactError(fact);
    }
  }
  return followPath(value, steps);
}

function isInherited(fact: string): boolean {
  return fact in Object.prototype;
}

/** Own and inherited keys count as facts when a `for ... in` would find them. */
function isGiven(fact: string, facts: RunFacts): boolean {
  for (let holder: object | null = facts; holder !== null; holder = Object.getPrototypeOf(holder) as object | null) {
    if (Object.hasOwn(holder, fact)) return Object.prototype.propertyIsEnumerable.call(holder, fact);
  }
  return false;
}
