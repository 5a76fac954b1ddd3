import type { ConditionNode, FactRead, GroupNode, LeafNode, NamedNode } from "./condition-node.ts";
import { lookUp } from "./fact-lookup.ts";
import type { ReadRule } from "./read-rule.ts";
import type { ConditionResult, RuleEvent, RuleResult, RunFacts } from "./rule-document.ts";

type Seen = { readonly fact: unknown; readonly value: unknown; readonly result: unknown };
/** Marks a named condition as looked into; it has no values of its own. */
const lookedInto: Seen = { fact: undefined, value: undefined, result: undefined };

type Run = { readonly facts: RunFacts; readonly allowUndefined: boolean; readonly seen: (Seen | undefined)[] };

/** Evaluates a rule as json-rules-engine does, every condition of a priority set included, and notes what was seen. */
export function runRule(rule: ReadRule, facts: RunFacts, allowUndefined: boolean): RuleResult {
  const run: Run = { facts, allowUndefined, seen: new Array<Seen | undefined>(rule.slotCount) };
  const { root } = rule;
  const result = root.kind === "named" || root.kind === "missing" ? evaluate(root, run) : evaluateRoot(root, run);
  const event = resolveEvent(rule, facts, allowUndefined);
  return { conditions: show(root, run.seen), event, priority: rule.priority, name: rule.name, result };
}

/** The rule's event with its references to facts replaced; also for rules that failed, as the library does it. */
export function resolveEvent({ event, references }: ReadRule, facts: RunFacts, allowUndefined: boolean): RuleEvent {
  if (references.size === 0) return event;
  const params: unknown = Array.isArray(event.params)
    ? [...(event.params as unknown[])]
    : { ...(event.params as object) };
  for (const [key, read] of references) (params as Record<string, unknown>)[key] = lookUp(read, facts, allowUndefined);
  return { ...event, params };
}

/** At the root a single condition passes its raw value, where a group further in passes only `true`. */
function evaluateRoot(root: GroupNode, run: Run): unknown {
  return root.kind === "not" ? !evaluate(root.parts[0]!, run) : evaluateParts(root, run);
}

function evaluate(node: ConditionNode, run: Run): unknown {
  if (node.kind === "leaf") return evaluateLeaf(node, run);
  if (node.kind === "missing") return false;
  if (node.kind === "named") {
    run.seen[node.slot] = lookedInto;
    return evaluate(node.target, run);
  }
  return evaluateRoot(node, run) === true;
}

function evaluateParts({ kind, parts, sets }: GroupNode, run: Run): unknown {
  if (parts.length === 0) return true;
  if (parts.length === 1) return evaluate(parts[0]!, run);
  const isAll = kind === "all";
  for (const set of sets) {
    // No short-circuit inside a set: an operator that throws behind a true `any` throws.
    const results = set.map((part) => evaluate(part, run) === true);
    const result = isAll ? results.every(Boolean) : results.some(Boolean);
    if (result !== isAll) return result;
  }
  return isAll;
}

function evaluateLeaf(leaf: LeafNode, run: Run): unknown {
  const value = leaf.reference ? readOf(leaf.reference, run) : leaf.value;
  const fact = readOf(leaf.read, run);
  const result = leaf.compare(fact, value);
  run.seen[leaf.slot] = { fact, value, result };
  return result;
}

function readOf(read: FactRead, { facts, allowUndefined }: Run): unknown {
  return lookUp(read, facts, allowUndefined);
}

function show(node: ConditionNode, seen: readonly (Seen | undefined)[]): ConditionResult {
  if (node.kind === "missing") return node.shown;
  if (node.kind === "leaf") return showLeaf(node, seen[node.slot]);
  if (node.kind === "named") return seen[node.slot] ? { ...ownLabels(node), ...show(node.target, seen) } : node.shown;
  const parts = node.parts.map((part) => show(part, seen));
  return { ...node.shown, [node.kind]: node.kind === "not" ? parts[0] : parts };
}

/** A reference keeps its own name and priority where what it names has none. */
function ownLabels({ shown }: NamedNode): ConditionResult {
  const { condition: _condition, ...labels } = shown;
  return labels;
}

function showLeaf({ shown }: LeafNode, seen: Seen | undefined): ConditionResult {
  if (!seen) return shown;
  return {
    ...shown,
    ...(seen.fact === undefined ? {} : { factResult: seen.fact }),
    ...(seen.value === undefined ? {} : { valueResult: seen.value }),
    ...(seen.result === undefined ? {} : { result: seen.result }),
  };
}
