import { comparisonOf } from "./comparison.ts";
import type { ConditionNode, FactRead, GroupNode, LeafNode, MissingNode, NamedNode } from "./condition-node.ts";
import { parseFactPath } from "./fact-path.ts";
import { isRecord } from "./is-record.ts";
import type { RuleOptions } from "./rule-document.ts";
import { RuleError, type RuleErrorCode } from "./rule-error.ts";

const DEPTH_MAX = 100;

type Document = Readonly<Record<string, unknown>>;

/** Reads the conditions of rules into nodes, and gives each fact that they read its slot. Throws `RuleError`. */
export class ConditionReader {
  readonly #options: RuleOptions;
  readonly #customNames: readonly string[];
  readonly #slots = new Map<string, number>();
  /** Names of the conditions that lead to where it reads. */
  readonly #trail: string[] = [];
  /** The way to where it reads, as far as `#pathLength` goes: cutting a list shorter costs more than reading a condition. */
  readonly #path: (string | number)[] = [];
  #pathLength = 0;
  #rule = "";
  #depth = 0;

  constructor(options: RuleOptions) {
    this.#options = options;
    this.#customNames = Object.keys(options.operators ?? {});
  }

  /** The facts read so far, by slot. */
  get factNames(): string[] {
    return [...this.#slots.keys()];
  }

  read(document: unknown, rule: string): GroupNode | NamedNode | MissingNode {
    this.#rule = rule;
    this.#pathLength = 0;
    this.#trail.length = 0;
    this.#depth = 0;
    return this.#readRoot(document);
  }

  #readRoot(document: unknown): GroupNode | NamedNode | MissingNode {
    if (!isRecord(document)) return this.#refuse("condition", mustStart);
    const key = groupKey(document);
    if (key) return this.#readGroup(document, key);
    return Object.hasOwn(document, "condition") ? this.#readNamed(document) : this.#refuse("condition", mustStart);
  }

  #readNode(document: unknown): ConditionNode {
    if (this.#depth > DEPTH_MAX) this.#refuse("depth", `nests deeper than ${DEPTH_MAX}`);
    if (!isRecord(document)) return this.#refuse("condition", "is not an object");
    const key = groupKey(document);
    if (Object.hasOwn(document, "condition")) {
      if (key) this.#refuse("ambiguous", "is a group and a named condition at once");
      return this.#readNamed(document);
    }
    return key ? this.#readGroup(document, key) : this.#readLeaf(document);
  }

  #readGroup(document: Document, kind: GroupNode["kind"]): GroupNode {
    const inner = document[kind];
    if (Array.isArray(inner) === (kind === "not")) {
      this.#refuse("condition", kind === "not" ? '"not" cannot be a list' : `"${kind}" must be a list`);
    }
    const list: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
    const place = this.#enter(kind);
    const parts: ConditionNode[] = [];
    for (let index = 0; index < list.length; index += 1) {
      this.#pathLength = place;
      if (kind !== "not") {
        this.#path[place] = index;
        this.#pathLength = place + 1;
      }
      parts.push(this.#readNode(list[index]));
    }
    this.#leave(place);
    const priorities = list.map((part) => this.#setPriority(part as Document));
    return { kind, parts, sets: toSets(parts, priorities), document };
  }

  /** Gives the length of the way with this step. */
  #enter(step: string): number {
    this.#path[this.#pathLength] = step;
    this.#pathLength += 1;
    this.#depth += 1;
    return this.#pathLength;
  }

  #leave(place: number): void {
    this.#pathLength = place - 1;
    this.#depth -= 1;
  }

  /** What orders a part among its siblings: its own priority, else its fact's, else 1. */
  #setPriority(document: Document): number {
    const own = document.priority;
    if (own) {
      if (groupKey(document) && !Object.hasOwn(document, "condition")) return parsedPriority(own);
      const priority = Number(own);
      return Number.isNaN(priority) ? this.#refuse("priority", "has a priority that is no number") : priority;
    }
    const { factPriorities } = this.#options;
    if (factPriorities === undefined || groupKey(document)) return 1;
    const fact = String(document.fact);
    return (Object.hasOwn(factPriorities, fact) && factPriorities[fact]) || 1;
  }

  #readNamed(document: Document): NamedNode | MissingNode {
    const name = String(document.condition);
    const conditions = this.#options.conditions ?? {};
    if (!Object.hasOwn(conditions, name)) {
      if (this.#options.allowUndefinedConditions) return { kind: "missing", document };
      return this.#refuse("undefinedCondition", `names the condition "${name}", which does not exist`);
    }
    if (this.#trail.includes(name)) return this.#refuse("cycle", `the condition "${name}" leads back to itself`);
    this.#trail.push(name);
    const place = this.#enter(`<${name}>`);
    const target = this.#readRoot(conditions[name]);
    this.#leave(place);
    this.#trail.pop();
    return { kind: "named", target, document };
  }

  #readLeaf(document: Document): LeafNode {
    for (const key of leafKeys) if (!Object.hasOwn(document, key)) this.#refuse("condition", `has no "${key}"`);
    const operator = String(document.operator);
    const compare = comparisonOf(operator, this.#options.operators ?? {});
    if (!compare) return this.#refuse("operator", `no operator is called "${operator}"`);
    const { value } = document;
    const read = this.#readFact(document.fact, document.path);
    const slot = this.#slotOf(read.fact);
    const isReference = isRecord(value) && Object.hasOwn(value, "fact");
    const reference = isReference ? this.#readFact(value.fact, value.path) : null;
    return {
      kind: "leaf",
      read,
      slot,
      operator,
      compare,
      isCustom: this.#isCustom(operator),
      value,
      reference,
      referenceSlot: reference ? this.#slotOf(reference.fact) : -1,
      document,
    };
  }

  #isCustom(operator: string): boolean {
    return this.#customNames.some((name) => operator === name || operator.endsWith(`:${name}`));
  }

  #readFact(fact: unknown, path: unknown): FactRead {
    const read = factReadOf(fact, path);
    if (read === "fact") return this.#refuse("condition", "has a fact that is no name");
    if (read === "path") {
      return this.#refuse("path", `has the path ${JSON.stringify(path)}; only child paths are taken`);
    }
    return read;
  }

  #slotOf(fact: string): number {
    const known = this.#slots.get(fact);
    if (known !== undefined) return known;
    this.#slots.set(fact, this.#slots.size);
    return this.#slots.size - 1;
  }

  #refuse(code: RuleErrorCode, message: string): never {
    const path = ["conditions", ...this.#path.slice(0, this.#pathLength)].join(".").replaceAll(".<", "<");
    throw new RuleError(code, { rule: this.#rule, path }, message);
  }
}

const leafKeys = ["fact", "operator", "value"] as const;
const noSteps: readonly string[] = [];

/** A fact with the path into it, or which of the two cannot be used. */
export function factReadOf(fact: unknown, path: unknown): FactRead | "fact" | "path" {
  if (typeof fact !== "string" || fact === "") return "fact";
  if (!path) return { fact, steps: noSteps };
  const steps = typeof path === "string" ? parseFactPath(path) : "refused";
  return steps === "refused" ? "path" : { fact, steps };
}

const mustStart = "must start with all, any, not or condition";

/** The library's own precedence when an object has several. */
function groupKey(document: Document): GroupNode["kind"] | undefined {
  if (Object.hasOwn(document, "any")) return "any";
  if (Object.hasOwn(document, "all")) return "all";
  return Object.hasOwn(document, "not") ? "not" : undefined;
}

/** The priority of a group, as the library reads it. */
export function parsedPriority(priority: unknown): number {
  return Number.parseInt(String(priority), 10) || 1;
}

function toSets(parts: readonly ConditionNode[], priorities: readonly number[]): (readonly ConditionNode[])[] {
  if (priorities.every((priority) => priority === priorities[0])) return [parts];
  const levels = [...new Set(priorities)].sort((a, b) => b - a);
  return levels.map((level) => parts.filter((_part, index) => priorities[index] === level));
}
