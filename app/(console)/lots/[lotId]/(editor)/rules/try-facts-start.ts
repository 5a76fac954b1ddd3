import type { FactValue } from "#contracts/decision.ts";
import type { ReleaseRules } from "#engine/model/rule.ts";
import { factsOfRule } from "#engine/model/rule-facts.ts";
import { type FactId, factIds, factOf } from "#engine/model/vocabulary.ts";

/** The facts that the rules of a draft read and a person can set, in the vocabulary's order. */
export function factsOfRules({ rules }: ReleaseRules): FactId[] {
  const read = new Set(rules.flatMap((rule) => [...factsOfRule(rule)]));
  return factIds.filter((id) => read.has(id) && id !== "lane.id" && id !== "lane.direction" && settable(id));
}

function settable(id: FactId): boolean {
  const { type } = factOf(id);
  return type !== "list" && type !== "localTime" && type !== "instant";
}

/** An ordinary car at a lane: plate read, on no list, and at an exit a stay that is paid and free to go. */
export function startFacts(
  lane: { id: string; direction: string },
  read: readonly FactId[],
): Record<string, FactValue> {
  const leaving = lane.direction === "exit";
  const usual: Partial<Record<FactId, FactValue>> = {
    "lane.mode": "normal",
    "plate.text": "A12345",
    "plate.present": true,
    "plate.confidence": 0.95,
    "match.kind": leaving ? "exact" : "none",
    "lists.block": false,
    "lists.exempt": false,
    "right.active": false,
    "loop.secondVehicle": false,
    "session.open": leaving,
    "area.available": 20,
    ...(leaving
      ? { "fee.due": 0, "fee.total": 500, "payment.state": "paid", "payment.age": 5, "payment.graceLeft": 10 }
      : {}),
  };
  const facts: Record<string, FactValue> = { "lane.id": lane.id, "lane.direction": lane.direction };
  for (const id of read) facts[id] = usual[id] ?? null;
  return facts;
}
