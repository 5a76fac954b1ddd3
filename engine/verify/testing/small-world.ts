import type { Facts, FactValue } from "#contracts/decision.ts";
import { type OperatorId, operators, operatorsFor } from "../../model/operators.ts";
import {
  type Condition,
  type Leaf,
  type LeafValue,
  type ReleaseRule,
  type ReleaseRules,
  ruleGroups,
} from "../../model/rule.ts";
import type { FactId } from "../../model/vocabulary.ts";
import { laneToCome, type VerifiedLane } from "../situations.ts";
import { pick, type RandomSource, shuffled, wholeBetween } from "./random-source.ts";

/** A fact with so few values that everything can be tried: `values` holds one of each that `constants` tell apart. */
type SmallFact = {
  readonly fact: FactId;
  readonly values: readonly FactValue[];
  readonly constants: readonly (string | number | boolean)[];
  readonly compared?: FactId;
};

/** Rules over a few facts, and every situation that those rules can tell apart, possible or not. */
export type SmallWorld = {
  readonly lanes: readonly VerifiedLane[];
  readonly facts: readonly SmallFact[];
  readonly situations: readonly Facts[];
  readonly rules: ReleaseRules;
};

const yesNo = (fact: FactId): SmallFact => ({ fact, values: [false, true, null], constants: [false, true] });
const texts = ["a", "b", "c", "d"];

const pool: readonly SmallFact[] = [
  {
    fact: "lane.mode",
    values: ["normal", "heldOpen", "closed", "closedToTransient"],
    constants: ["normal", "heldOpen", "closed"],
  },
  { fact: "match.kind", values: ["exact", "fuzzy", "none", "noPlate"], constants: ["exact", "fuzzy", "noPlate"] },
  { fact: "payment.state", values: ["none", "pending", "paid", "failed", null], constants: ["none", "paid", "failed"] },
  yesNo("lists.block"),
  yesNo("lists.exempt"),
  yesNo("right.active"),
  yesNo("session.open"),
  { fact: "session.elapsed", values: [0, 30, 31, null], constants: [30] },
  { fact: "fee.due", values: [0, 250, 500, 501, null], constants: [0, 500] },
  { fact: "fee.total", values: [0, 1, 2, null], constants: [0], compared: "fee.paid" },
  { fact: "fee.paid", values: [0, 1, 2, null], constants: [0], compared: "fee.total" },
  { fact: "payment.graceLeft", values: [-1, 0, 1, null], constants: [0] },
  { fact: "plate.confidence", values: [0.5, 0.9, 0.95, null], constants: [0.9] },
  {
    fact: "validation.types",
    values: [[], ["minutes"], ["percent"], ["minutes", "percent"], null],
    constants: ["minutes", "percent"],
  },
  { fact: "area.id", values: texts, constants: ["a", "b"], compared: "area.fromId" },
  { fact: "area.fromId", values: [...texts, null], constants: ["a", "b"], compared: "area.id" },
  { fact: "clock.dayOfWeek", values: [1, 5, 6, 7], constants: [5, 6] },
  {
    fact: "calendar.dayType",
    values: ["workday", "weekend", "publicHoliday", null],
    constants: ["workday", "weekend"],
  },
  { fact: "grant.decision", values: ["release", "hold", "refuse", null], constants: ["release", "hold"] },
  { fact: "grant.validFor", values: [-1, 0, 1, null], constants: [0] },
];

/** Membership with a fact on the right needs a world of its own: the members are the values of the other fact. */
const listPool: readonly SmallFact[] = [
  { fact: "session.areas", values: [[], ["a"], ["c"], ["a", "c"], null], constants: ["a"], compared: "area.id" },
  { fact: "area.id", values: ["a", "c"], constants: ["a"] },
];

export type WorldSize = { readonly facts: number; readonly rulesMax: number; readonly situationsMax: number };

export function smallWorld(random: RandomSource, size: WorldSize): SmallWorld {
  const facts = someFacts(random, size);
  const lanes: VerifiedLane[] = [
    { id: "e1", direction: "entry" },
    { id: "x1", direction: "exit" },
  ];
  const count = wholeBetween(random, 1, size.rulesMax);
  const rules = { rules: Array.from({ length: count }, (_, index) => someRule(random, facts, index)) };
  return { lanes, facts, situations: situationsOf(facts, lanes), rules };
}

/** The same rules with a few changes: what somebody does in an afternoon. */
export function editedRules(random: RandomSource, world: SmallWorld, editsMax: number): ReleaseRules {
  let rules = [...world.rules.rules];
  for (let edit = wholeBetween(random, 0, editsMax); edit > 0; edit -= 1) {
    const at = wholeBetween(random, 0, Math.max(0, rules.length - 1));
    const fresh = someRule(random, world.facts, at);
    switch (wholeBetween(random, 0, 5)) {
      case 0:
        rules = rules.filter((_rule, index) => index !== at);
        break;
      case 1:
        rules = [...rules.slice(0, at), { ...fresh, id: `n${edit}` }, ...rules.slice(at)];
        break;
      case 2:
        rules = rules.map((rule, index) => (index === at ? { ...rule, when: fresh.when } : rule));
        break;
      case 3:
        // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
        rules = rules.map((rule, index) => (index === at ? { ...rule, then: fresh.then } : rule));
        break;
      case 4:
        rules = rules.map((rule, index) =>
          index === at ? { ...rule, ifUnknown: rule.ifUnknown === "skip" ? "holds" : "skip" } : rule,
        );
        break;
      default:
        rules = shuffled(random, rules);
    }
  }
  return { rules };
}

function someFacts(random: RandomSource, { facts, situationsMax }: WorldSize): SmallFact[] {
  const candidates =
    random() < 0.1 ? [...listPool, ...shuffled(random, pool.slice(0, 9))] : withPartners(shuffled(random, pool));
  const chosen: SmallFact[] = [];
  let situations = 3;
  for (const candidate of candidates) {
    if (chosen.length === facts || chosen.some(({ fact }) => fact === candidate.fact)) continue;
    if (situations * candidate.values.length > situationsMax) continue;
    situations *= candidate.values.length;
    chosen.push(candidate);
  }
  return chosen;
}

/** What may be compared with another fact comes with it. */
function withPartners(facts: readonly SmallFact[]): SmallFact[] {
  return facts.flatMap((one) => [one, ...facts.filter(({ fact }) => fact === one.compared)]);
}

/** Every combination of values at every lane, and at a lane that the lot does not have. */
function situationsOf(facts: readonly SmallFact[], lanes: readonly VerifiedLane[]): Facts[] {
  const places = [...lanes, { id: laneToCome, direction: "transfer" as const }];
  let rows: Record<string, FactValue>[] = places.map(({ id, direction }) => ({
    "lane.id": id,
    "lane.direction": direction,
  }));
  for (const { fact, values } of facts)
    rows = rows.flatMap((row) => values.map((value) => ({ ...row, [fact]: value })));
  return rows;
}

const decisions: readonly ReleaseRule["then"]["decision"][] = [
  { type: "release", reason: "other", params: {} },
  { type: "release", reason: "paid", params: {} },
  { type: "hold", reason: "other", params: {} },
  { type: "hold", reason: "other", params: { retryAfterSeconds: 5 } },
  { type: "refuse", reason: "other", params: {} },
  { type: "requestConfirm", reason: "other", params: { who: "support" } },
];
const effects: readonly ReleaseRule["then"]["effects"][] = [
  [],
  [],
  [{ type: "closeSession", params: {} }],
  [{ type: "display", params: { template: "goodbye" } }],
];

function someRule(random: RandomSource, facts: readonly SmallFact[], index: number): ReleaseRule {
  return {
    id: `r${index}`,
    group: pick(random, ruleGroups.slice(0, 3)),
    when: random() < 0.04 ? { all: [] } : someCondition(random, facts, 0),
    ifUnknown: pick(random, ["skip", "skip", "holds"]),
    // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
    then: someAction(random, facts),
    ...(random() < 0.05 ? { enabled: false } : {}),
  };
}

function someAction(random: RandomSource, facts: readonly SmallFact[]): ReleaseRule["then"] {
  const has = (fact: FactId): boolean => facts.some((one) => one.fact === fact);
  if (has("fee.due") && random() < 0.2) {
    return {
      decision: { type: "requestPayment", reason: "feeDue", params: { amount: { fact: "fee.due" } } },
      effects: pick(random, effects),
    };
  }
  if (has("area.id") && random() < 0.3) {
    const areaId = pick(random, [
      { fact: "area.id" as const },
      "a",
      ...(has("area.fromId") ? [{ fact: "area.fromId" as const }] : []),
    ]);
    const move: ReleaseRule["then"]["effects"] = [{ type: "moveSession", params: { areaId } }];
    return random() < 0.4 ? { effects: move } : { decision: pick(random, decisions)!, effects: move };
  }
  if (random() < 0.12) return { effects: pick(random, effects.slice(2)) };
  return { decision: pick(random, decisions)!, effects: pick(random, effects) };
}

function someCondition(random: RandomSource, facts: readonly SmallFact[], depth: number): Condition {
  const roll = random();
  if (depth >= 3 || (depth > 0 && roll < 0.55)) return someLeaf(random, facts);
  if (roll < 0.1) return { not: someCondition(random, facts, depth + 1) };
  const parts = Array.from({ length: wholeBetween(random, 1, 3) }, () => someCondition(random, facts, depth + 1));
  return roll < 0.4 ? { any: parts } : { all: parts };
}

function someLeaf(random: RandomSource, facts: readonly SmallFact[]): Leaf {
  if (random() < 0.15)
    return { fact: "lane.direction", operator: "equal", value: pick(random, ["entry", "exit", "transfer"]) };
  if (random() < 0.05)
    return { fact: "lane.id", operator: pick(random, ["equal", "notEqual"]), value: pick(random, ["e1", "x1"]) };
  const chosen = pick(random, facts);
  const operator = pick(random, operatorsFor(chosen.fact));
  const value = someValue(random, chosen, facts, operator);
  const own = random() < 0.2 ? { ifUnknown: pick(random, ["skip", "holds"] as const) } : {};
  return { fact: chosen.fact, operator, ...(value === undefined ? {} : { value }), ...own };
}

function someValue(
  random: RandomSource,
  chosen: SmallFact,
  facts: readonly SmallFact[],
  operator: OperatorId,
): LeafValue {
  const { operand } = operators[operator];
  if (operand === "none") return undefined;
  if (operand === "many") return shuffled(random, chosen.constants).slice(0, wholeBetween(random, 1, 2)) as string[];
  const { compared } = chosen;
  if (compared && facts.some(({ fact }) => fact === compared) && random() < 0.4) return { fact: compared };
  return pick(random, chosen.constants);
}
