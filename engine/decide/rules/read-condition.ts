import { comparisonOf } from "./comparison.ts";
import type { ConditionNode, FactRead, GroupNode, LeafNode, MissingNode, NamedNode } from "./condition-node.ts";
import { parseFactPath } from "./fact-path.ts";
import { frozenCopy } from "./frozen-copy.ts";
import { isRecord } from "./is-record.ts";
import type { RuleOptions } from "./rule-document.ts";
import { RuleError, type RuleErrorCode } from "./rule-error.ts";

const DEPTH_MAX = 100;

type Reading = {
  readonly rule: string;
  readonly options: RuleOptions;
  /** Names of the conditions that lead here. */
  readonly trail: readonly string[];
  readonly depth: number;
  readonly path: string;
  readonly counter: { slots: number };
};

export type ReadConditions = {
  readonly root: GroupNode | NamedNode | MissingNode;
  readonly slotCount: number;
};

/** A rule's conditions as nodes. Throws `RuleError`. */
export function readCondition(document: unknown, rule: string, options: RuleOptions): ReadConditions {
  const counter = { slots: 0 };
  const reading: Reading = { rule, options, trail: [], depth: 0, path: "conditions", counter };
  if (!isRecord(document) || !(groupKey(document) || Object.hasOwn(document, "condition"))) {
    return refuse(reading, "condition", "must start with all, any, not or condition");
  }
  const root = groupKey(document) ? readGroup(document, reading) : readNamed(document, reading);
  return { root, slotCount: counter.slots };
}

function readNode(document: unknown, reading: Reading): ConditionNode {
  if (reading.depth > DEPTH_MAX) refuse(reading, "depth", `nests deeper than ${DEPTH_MAX}`);
  if (!isRecord(document)) return refuse(reading, "condition", "is not an object");
  if (Object.hasOwn(document, "condition")) {
    if (groupKey(document)) refuse(reading, "ambiguous", "is a group and a named condition at once");
    return readNamed(document, reading);
  }
  return groupKey(document) ? readGroup(document, reading) : readLeaf(document, reading);
}

/** The library's own precedence when an object has several. */
function groupKey(document: Readonly<Record<string, unknown>>): "any" | "all" | "not" | undefined {
  return (["any", "all", "not"] as const).find((key) => Object.hasOwn(document, key));
}

function readGroup(document: Readonly<Record<string, unknown>>, reading: Reading): GroupNode {
  const kind = groupKey(document)!;
  const inner = document[kind];
  if (Array.isArray(inner) === (kind === "not")) {
    refuse(reading, "condition", kind === "not" ? '"not" cannot be a list' : `"${kind}" must be a list`);
  }
  const list = Array.isArray(inner) ? inner : [inner];
  const parts = list.map((part: unknown, index) => {
    const path = kind === "not" ? `${reading.path}.not` : `${reading.path}.${kind}.${index}`;
    return readNode(part, { ...reading, depth: reading.depth + 1, path });
  });
  const priorities = list.map((part) => setPriority(part as Record<string, unknown>, reading));
  const shown = { priority: parsedPriority(document.priority), ...nameOf(document) };
  return { kind, parts, sets: toSets(parts, priorities), shown };
}

function parsedPriority(priority: unknown): number {
  return Number.parseInt(String(priority), 10) || 1;
}

/** What orders a part among its siblings: its own priority, else its fact's, else 1. */
function setPriority(document: Readonly<Record<string, unknown>>, reading: Reading): number {
  if (groupKey(document) && !Object.hasOwn(document, "condition")) return parsedPriority(document.priority);
  const own = document.priority;
  if (own) {
    const priority = Number(own);
    return Number.isNaN(priority) ? refuse(reading, "priority", "has a priority that is no number") : priority;
  }
  const fact = String(document.fact);
  const priorities = reading.options.factPriorities ?? {};
  return (Object.hasOwn(priorities, fact) && priorities[fact]) || 1;
}

function toSets(parts: readonly ConditionNode[], priorities: readonly number[]): ConditionNode[][] {
  const levels = [...new Set(priorities)].sort((a, b) => b - a);
  return levels.map((level) => parts.filter((_part, index) => priorities[index] === level));
}

function readNamed(document: Readonly<Record<string, unknown>>, reading: Reading): NamedNode | MissingNode {
  const name = String(document.condition);
  const shown = { ...priorityOf(document), ...nameOf(document), condition: name };
  const conditions = reading.options.conditions ?? {};
  if (!Object.hasOwn(conditions, name)) {
    if (reading.options.allowUndefinedConditions) return { kind: "missing", shown };
    return refuse(reading, "undefinedCondition", `names the condition "${name}", which does not exist`);
  }
  if (reading.trail.includes(name)) return refuse(reading, "cycle", `the condition "${name}" leads back to itself`);
  const named = conditions[name];
  const inside: Reading = {
    ...reading,
    depth: reading.depth + 1,
    trail: [...reading.trail, name],
    path: `${reading.path}<${name}>`,
  };
  if (!isRecord(named) || !(groupKey(named) || Object.hasOwn(named, "condition"))) {
    return refuse(inside, "condition", "must start with all, any, not or condition");
  }
  const slot = takeSlot(reading);
  return { kind: "named", slot, target: groupKey(named) ? readGroup(named, inside) : readNamed(named, inside), shown };
}

function takeSlot({ counter }: Reading): number {
  const slot = counter.slots;
  counter.slots += 1;
  return slot;
}

function readLeaf(document: Readonly<Record<string, unknown>>, reading: Reading): LeafNode {
  for (const key of ["fact", "operator", "value"]) {
    if (!Object.hasOwn(document, key)) refuse(reading, "condition", `has no "${key}"`);
  }
  const operator = String(document.operator);
  const custom = reading.options.operators ?? {};
  const compare = comparisonOf(operator, custom);
  if (!compare) return refuse(reading, "operator", `no operator is called "${operator}"`);
  const value = frozenCopy(document.value);
  const slot = takeSlot(reading);
  return {
    kind: "leaf",
    slot,
    read: readFact(document.fact, document.path, reading),
    operator,
    compare,
    isCustom: Object.keys(custom).some((name) => operator === name || operator.endsWith(`:${name}`)),
    value,
    reference: isRecord(value) && Object.hasOwn(value, "fact") ? readFact(value.fact, value.path, reading) : null,
    shown: {
      ...priorityOf(document),
      ...nameOf(document),
      operator,
      value,
      fact: document.fact,
      ...(document.params ? { params: frozenCopy(document.params) } : {}),
      ...(document.path ? { path: document.path } : {}),
    },
  };
}

function readFact(fact: unknown, path: unknown, reading: Reading): FactRead {
  const read = factReadOf(fact, path);
  if (read === "fact") return refuse(reading, "condition", "has a fact that is no name");
  if (read === "path")
    return refuse(reading, "path", `has the path ${JSON.stringify(path)}; only child paths are taken`);
  return read;
}

/** A fact with the path into it, or which of the two cannot be used. */
export function factReadOf(fact: unknown, path: unknown): FactRead | "fact" | "path" {
  if (typeof fact !== "string" || fact === "") return "fact";
  if (!path) return { fact, steps: [] };
  const steps = typeof path === "string" ? parseFactPath(path) : "refused";
  return steps === "refused" ? "path" : { fact, steps };
}

function priorityOf(document: Readonly<Record<string, unknown>>): { priority?: unknown } {
  return document.priority ? { priority: document.priority } : {};
}

function nameOf(document: Readonly<Record<string, unknown>>): { name?: unknown } {
  return document.name ? { name: document.name } : {};
}

function refuse(reading: Reading, code: RuleErrorCode, message: string): never {
  throw new RuleError(code, reading, message);
}
