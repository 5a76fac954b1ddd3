import type { CustomOperator } from "./rule-document.ts";

/** Compares a fact with a value. Built-in ones give a boolean, a caller's own may give anything. */
export type Comparison = (fact: unknown, value: unknown) => unknown;

/**
 * The operator of this name, with its decorators (`not:contains`, `everyFact:greaterThan`): the name as a whole first,
 * then split at colons, leftmost outermost. Null when there is none.
 */
export function comparisonOf(name: string, custom: Readonly<Record<string, CustomOperator>>): Comparison | null {
  if (Object.hasOwn(custom, name)) return custom[name]!;
  if (isBuiltIn(name)) return comparisons[name];
  const colon = name.indexOf(":");
  if (colon <= 0) return null;
  const decorator = name.slice(0, colon);
  if (!Object.hasOwn(decorators, decorator)) return null;
  const inner = comparisonOf(name.slice(colon + 1), custom);
  return inner && decorators[decorator]!(inner);
}

function isBuiltIn(name: string): name is keyof typeof comparisons {
  return Object.hasOwn(comparisons, name);
}

type List = readonly unknown[];

// A right side of the wrong kind throws at run time, as it does in json-rules-engine: `in` needs a list or a text.
export const comparisons = {
  equal: (fact, value) => fact === value,
  notEqual: (fact, value) => fact !== value,
  in: (fact, value) => (value as List).indexOf(fact) > -1,
  notIn: (fact, value) => (value as List).indexOf(fact) === -1,
  contains: (fact, value) => Array.isArray(fact) && fact.indexOf(value) > -1,
  doesNotContain: (fact, value) => Array.isArray(fact) && fact.indexOf(value) === -1,
  lessThan: (fact, value) => isNumeric(fact) && (fact as number) < (value as number),
  lessThanInclusive: (fact, value) => isNumeric(fact) && (fact as number) <= (value as number),
  greaterThan: (fact, value) => isNumeric(fact) && (fact as number) > (value as number),
  greaterThanInclusive: (fact, value) => isNumeric(fact) && (fact as number) >= (value as number),
} as const satisfies Record<string, (fact: unknown, value: unknown) => boolean>;

const decorators: Readonly<Record<string, (inner: Comparison) => Comparison>> = {
  someFact: (inner) => (fact, value) => Array.isArray(fact) && fact.some((one) => inner(one, value)),
  everyFact: (inner) => (fact, value) => Array.isArray(fact) && fact.every((one) => inner(one, value)),
  someValue: (inner) => (fact, value) => (value as List).some((one) => inner(fact, one)),
  everyValue: (inner) => (fact, value) => (value as List).every((one) => inner(fact, one)),
  swap: (inner) => (fact, value) => inner(value, fact),
  not: (inner) => (fact, value) => !inner(fact, value),
};

/** Whatever `parseFloat` reads as a number: "10abc" and [5] too. */
function isNumeric(value: unknown): boolean {
  return typeof value === "number" ? !Number.isNaN(value) : !Number.isNaN(Number.parseFloat(value as string));
}
