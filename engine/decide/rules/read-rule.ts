import type { FactRead, GroupNode, MissingNode, NamedNode } from "./condition-node.ts";
import { isRecord } from "./is-record.ts";
import { type FactSlots, factSlots } from "./load-facts.ts";
import { ConditionReader, factReadOf } from "./read-condition.ts";
import type { RuleDocument, RuleEvent, RuleOptions } from "./rule-document.ts";
import { RuleError } from "./rule-error.ts";

/** A rule ready to run. It points into its document, which must not change any more. */
export type ReadRule = {
  readonly name: unknown;
  /** Higher first; NaN (an unreadable priority) last. */
  readonly priority: number;
  readonly event: RuleEvent;
  /** Top-level parameters of the event that are references to facts, where the options replace them. */
  readonly references: ReadonlyMap<string, FactRead>;
  readonly root: GroupNode | NamedNode | MissingNode;
};

/** Rules in the order in which they are tried, and the facts that their conditions read. */
export type RuleSet = { readonly rules: readonly ReadRule[]; readonly slots: FactSlots };

/** Rule documents as json-rules-engine would build them. Throws `RuleError` for what the library refuses or would fail on. */
export function readRules(documents: readonly RuleDocument[], options: RuleOptions): RuleSet {
  const reader = new ConditionReader(options);
  const rules = documents.map((document, index) => readRule(document, index, { options, reader }));
  return { rules: sortByPriority(rules), slots: factSlots(reader.factNames) };
}

/** Higher first, unreadable last, document order inside one priority. */
function sortByPriority(rules: ReadRule[]): ReadRule[] {
  const rank = ({ priority }: ReadRule) => (Number.isNaN(priority) ? -Infinity : priority);
  return rules.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)));
}

type Reading = { readonly options: RuleOptions; readonly reader: ConditionReader };

function readRule(document: RuleDocument, index: number, { options, reader }: Reading): ReadRule {
  const named = isRecord(document) && (document.name || document.name === 0) ? document.name : undefined;
  const rule = named === undefined ? String(index) : String(named);
  if (!isRecord(document)) throw new RuleError("rule", { rule, path: "" }, "is not an object");
  if (!Object.hasOwn(document, "event")) throw new RuleError("event", { rule, path: "event" }, "has no event");
  if (!Object.hasOwn(document, "conditions"))
    throw new RuleError("rule", { rule, path: "conditions" }, "has no conditions");
  const priority = Number.parseInt(String(document.priority || 1), 10);
  if (priority <= 0)
    throw new RuleError("priority", { rule, path: "priority" }, "has a priority that is not above zero");
  const event = readEvent(document.event, rule);
  const root = reader.read(document.conditions, rule);
  const references = options.replaceFactsInEventParams ? readReferences(event, rule) : noReferences;
  return { name: named, priority, event, references, root };
}

const noReferences: ReadonlyMap<string, FactRead> = new Map();

function readReferences({ params }: RuleEvent, rule: string): Map<string, FactRead> {
  const references = new Map<string, FactRead>();
  if (typeof params !== "object" || params === null) return references;
  for (const [key, value] of Object.entries(params)) {
    if (!isRecord(value) || !Object.hasOwn(value, "fact")) continue;
    const read = factReadOf(value.fact, value.path);
    if (typeof read === "string")
      throw new RuleError(
        read === "path" ? "path" : "event",
        { rule, path: `event.params.${key}` },
        "has a reference that cannot be read",
      );
    references.set(key, read);
  }
  return references;
}

function readEvent(event: unknown, rule: string): RuleEvent {
  const given = event || { type: "unknown" };
  if (!isRecord(given) || !Object.hasOwn(given, "type"))
    throw new RuleError("event", { rule, path: "event" }, "event has no type");
  // The library ends the whole run when nobody listens to an event of this name.
  if (given.type === "error")
    throw new RuleError("event", { rule, path: "event.type" }, 'event may not be called "error"');
  const type = given.type as string;
  return Object.freeze(given.params ? { type, params: given.params } : { type });
}
