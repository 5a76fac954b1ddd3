import type { ReleaseRules } from "#engine/model/rule.ts";
import type { Scenario } from "#engine/scenario/scenario.ts";
import { factsOfRules, startFacts } from "../rules/try-facts-start.ts";

const stayMs = 130 * 60_000;
/** Facts that follow from lane, time and stay; and payments, which an ordinary car has not made yet. */
const follows =
  /^(payment\.|lane\.id|lane\.direction|fee\.|session\.(open|enteredAt|elapsed)$|match\.(kind|candidateCount)$)/;

type Lane = { id: string; direction: string };

/** An ordinary car that leaves after two hours; at a lot without an exit, one that comes in. */
export function newScenario(lanes: readonly Lane[], rules: ReleaseRules, now: number): Scenario {
  const lane = lanes.find(({ direction }) => direction === "exit") ?? lanes[0] ?? { id: "", direction: "entry" };
  const at = Math.floor(now / 60_000) * 60_000;
  const facts = ordinaryFacts(lane, rules);
  const stay = lane.direction === "exit" ? { stay: { entryAt: at - stayMs, exitAt: at } } : {};
  return { name: "", given: { laneId: lane.id, at, facts, ...stay }, expected: { decision: "release" } };
}

/** What the rules read of an ordinary car, without what follows. */
function ordinaryFacts(lane: Lane, rules: ReleaseRules): Scenario["given"]["facts"] {
  const facts = startFacts(lane, factsOfRules(rules));
  return Object.fromEntries(Object.entries(facts).filter(([id, value]) => value !== null && !follows.test(id)));
}

/** Does a fact of this id follow from lane, time and stay? */
export function followsFromStay(id: string): boolean {
  return follows.test(id);
}
