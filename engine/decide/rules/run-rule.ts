import type { FactRead } from "./condition-node.ts";
import { lookUp } from "./fact-lookup.ts";
import { followPath } from "./fact-path.ts";
import type { ReadRule } from "./read-rule.ts";
import type { ConditionResult, RuleEvent, RuleResult, RunFacts } from "./rule-document.ts";
import { type TraceGroup, type TraceLeaf, type TraceNode, traceNodeOf } from "./trace-node.ts";

/** A rule with its conditions made ready to be shown. */
export type TracedRule = { readonly rule: ReadRule; readonly root: TraceNode };

export function tracedRule(rule: ReadRule): TracedRule {
  return { rule, root: traceNodeOf(rule.root) };
}

/** Evaluates rules as json-rules-engine does, every condition of a priority set included, and notes what was seen. */
export class TracedRun {
  readonly #facts: RunFacts;
  /** As given, by slot; what is missing is undefined. */
  readonly #values: readonly unknown[];
  readonly #allowUndefined: boolean;
  /** What the condition traced last came to. */
  #result: unknown;

  constructor(facts: RunFacts, values: readonly unknown[], allowUndefined: boolean) {
    this.#facts = facts;
    this.#values = values;
    this.#allowUndefined = allowUndefined;
  }

  run({ rule, root }: TracedRule): RuleResult {
    const isGroup = root.kind === "all" || root.kind === "any" || root.kind === "not";
    // At the root a single condition passes its raw value, where a group further in passes only `true`.
    const conditions = isGroup ? this.#traceGroup(root) : this.#trace(root);
    const result = this.#result;
    const event = resolveEvent(rule, this.#facts, this.#allowUndefined);
    return { conditions, event, priority: rule.priority, name: rule.name, result };
  }

  #trace(node: TraceNode): ConditionResult {
    switch (node.kind) {
      case "leaf":
        return this.#traceLeaf(node);
      case "named": {
        const shown = this.#trace(node.target);
        return { ...node.labels, ...shown };
      }
      case "missing":
        this.#result = false;
        return node.unseen;
      default: {
        const shown = this.#traceGroup(node);
        this.#result = this.#result === true;
        return shown;
      }
    }
  }

  #traceGroup(group: TraceGroup): ConditionResult {
    const { kind, labels, parts } = group;
    const shown = group.sets === null ? this.#traceParts(kind !== "any", parts) : this.#traceSets(group);
    const hasName = "name" in labels;
    if (kind === "not") {
      this.#result = !this.#result;
      return hasName ? { ...labels, not: shown[0] } : { priority: labels.priority, not: shown[0] };
    }
    if (hasName) return { ...labels, [kind]: shown };
    return kind === "all" ? { priority: labels.priority, all: shown } : { priority: labels.priority, any: shown };
  }

  /** No short-circuit: an operator that throws behind a true `any` throws. */
  #traceParts(isAll: boolean, parts: readonly TraceNode[]): ConditionResult[] {
    const shown: unknown[] = parts.slice();
    let result = isAll || parts.length === 0;
    for (let at = 0; at < parts.length; at += 1) {
      const part = parts[at]!;
      shown[at] = part.kind === "leaf" ? this.#traceLeaf(part) : this.#trace(part);
      if ((this.#result === true) !== isAll) result = !isAll;
    }
    if (parts.length !== 1) this.#result = result;
    return shown as ConditionResult[];
  }

  /** A set decides before the next is looked at. */
  #traceSets({ kind, parts, sets }: TraceGroup): ConditionResult[] {
    const shown = parts.map(({ unseen }) => unseen);
    const isAll = kind === "all";
    for (const set of sets!) {
      let result = isAll;
      for (const at of set) {
        shown[at] = this.#trace(parts[at]!);
        if ((this.#result === true) !== isAll) result = !isAll;
      }
      this.#result = result;
      if (result !== isAll) break;
    }
    return shown;
  }

  #traceLeaf(node: TraceLeaf): ConditionResult {
    const { leaf } = node;
    const { reference } = leaf;
    const value = reference === null ? leaf.value : this.#read(reference, leaf.referenceSlot);
    const fact = this.#read(leaf.read, leaf.slot);
    const result = leaf.compare(fact, value);
    this.#result = result;
    return {
      ...node.unseen,
      ...(fact === undefined ? {} : { factResult: fact }),
      ...(value === undefined ? {} : { valueResult: value }),
      ...(result === undefined ? {} : { result }),
    };
  }

  #read(read: FactRead, slot: number): unknown {
    const value = this.#values[slot];
    if (value === undefined || typeof value === "function") return lookUp(read, this.#facts, this.#allowUndefined);
    return typeof value === "object" ? followPath(value, read.steps) : value;
  }
}

/** The rule's event with its references to facts replaced; also for rules that failed, as the library does it. */
export function resolveEvent(
  { event, references }: Pick<ReadRule, "event" | "references">,
  facts: RunFacts,
  allowUndefined: boolean,
): RuleEvent {
  if (references.size === 0) return event;
  const params: unknown = Array.isArray(event.params)
    ? [...(event.params as unknown[])]
    : { ...(event.params as object) };
  for (const [key, read] of references) (params as Record<string, unknown>)[key] = lookUp(read, facts, allowUndefined);
  return { ...event, params };
}
