import type {
  CompiledCondition,
  CompiledLeaf,
  CompiledParams,
  CompiledRelease,
  CompiledRule,
} from "../compile/compiled-rules.ts";
import type { Formula, Formulas } from "./formulas.ts";

/** An effect of a compiled rule, its parameters not yet resolved. */
export type AuthoredEffect = CompiledRule["event"]["params"]["effects"][number];

type Value = CompiledParams[string];

/** Parameters that are read from facts: when two of them, or one and a constant, come to the same is a condition. */
export function paramComparisons(sets: readonly CompiledRelease[]): CompiledCondition[] {
  const seen = new Map<string, Map<string, Value>>();
  for (const { event } of sets.flatMap(({ rules }) => rules)) {
    for (const params of [event.params.params ?? {}, ...event.params.effects.map((effect) => effect.params)]) {
      for (const [name, value] of Object.entries(params)) {
        const values = seen.get(name) ?? new Map<string, Value>();
        values.set(JSON.stringify(value), value);
        seen.set(name, values);
      }
    }
  }
  return [...seen.values()].flatMap((values) => {
    const all = [...values.values()];
    return all.flatMap((one, index) => all.slice(index + 1).flatMap((other) => comparisonOf(one, other) ?? []));
  });
}

/** When two lists of effects come to the same for a vehicle. */
export function sameEffects(
  formulas: Formulas,
  one: readonly AuthoredEffect[],
  other: readonly AuthoredEffect[],
): Formula {
  if (one.length !== other.length) return formulas.never;
  return formulas.all(
    one.map(({ type, params }, index) =>
      type === other[index]!.type ? sameParams(formulas, params, other[index]!.params) : formulas.never,
    ),
  );
}

/** When two decisions come to the same for a vehicle. */
export function sameDecision(formulas: Formulas, one: CompiledRule["event"], other: CompiledRule["event"]): Formula {
  if (one.type !== other.type || one.params.reason !== other.params.reason) return formulas.never;
  // Every decision has its parameters, none of them perhaps.
  return sameParams(formulas, one.params.params!, other.params.params!);
}

function sameParams(formulas: Formulas, one: CompiledParams, other: CompiledParams): Formula {
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length || !names.every((name) => Object.hasOwn(other, name))) {
    return formulas.never;
  }
  return formulas.all(names.map((name) => sameValue(formulas, one[name]!, other[name]!)));
}

function sameValue(formulas: Formulas, one: Value, other: Value): Formula {
  if (JSON.stringify(one) === JSON.stringify(other)) return formulas.always;
  const comparison = comparisonOf(one, other);
  return comparison ? formulas.of(comparison) : formulas.never;
}

/** Null: no vehicle makes them equal. A rule fires only when the facts that its action refers to are known. */
function comparisonOf(one: Value, other: Value): CompiledLeaf | null {
  if (isReference(other) && !isReference(one)) return comparisonOf(other, one);
  if (!isReference(one)) return null;
  // Facts that may fill a parameter are of one kind, and so is what may be typed in their place.
  return { fact: one.fact, operator: "equal", value: other };
}

function isReference(value: Value): value is { readonly fact: string } {
  return typeof value === "object" && "fact" in value;
}
