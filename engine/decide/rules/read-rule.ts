import type { FactRead } from "./condition-node.ts";
import { frozenCopy } from "./frozen-copy.ts";
import { isRecord } from "./is-record.ts";
import { factReadOf, type ReadConditions, readCondition } from "./read-condition.ts";
import type { RuleDocument, RuleEvent, RuleOptions } from "./rule-document.ts";
import { RuleError } from "./rule-error.ts";

/** A rule ready to run. Frozen through and through: any number of runs may share it. */
export type ReadRule = {
  readonly name: unknown;
  /** Higher first; NaN (an unreadable priority) last. */
  readonly priority: number;
  readonly event: RuleEvent;
  /** Top-level parameters of the event that are references to facts, where the options replace them. */
  readonly references: ReadonlyMap<string, FactRead>;
} & ReadConditions;

/** A rule document as json-rules-engine would build it. Throws `RuleError` for what the library refuses or would fail on. */
export function readRule(document: RuleDocument, index: number, options: RuleOptions): ReadRule {
  const named = isRecord(document) && (document.name || document.name === 0) ? document.name : undefined;
  const rule = named === undefined ? String(index) : String(named);
  const refuse = (code: "rule" | "priority" | "event", path: string, message: string): never => {
    throw new RuleError(code, { rule, path }, message);
  };
  if (!isRecord(document)) return refuse("rule", "", "is not an object");
  if (!Object.hasOwn(document, "event")) refuse("event", "event", "has no event");
  if (!Object.hasOwn(document, "conditions")) refuse("rule", "conditions", "has no conditions");
  const priority = Number.parseInt(String(document.priority || 1), 10);
  if (priority <= 0) refuse("priority", "priority", "has a priority that is not above zero");
  const event = readEvent(document.event, rule);
  const references = options.replaceFactsInEventParams ? readReferences(event, rule) : new Map<string, FactRead>();
  return { name: named, priority, event, references, ...readCondition(document.conditions, rule, options) };
}

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
  return frozenCopy({ type: given.type as string, ...(given.params ? { params: given.params } : {}) });
}
