import type { FactValue } from "#contracts/decision.ts";
import { type EnumName, enums } from "#engine/model/enums.ts";
import type { Condition, Leaf, LeafValue, ReleaseRule, ReleaseRules } from "#engine/model/rule.ts";
import { type FactId, factOf } from "#engine/model/vocabulary.ts";
import { Random } from "./random.ts";

/** One car at one lane: the 32 facts that the rules of a set read, every one known. */
export type BenchFacts = Readonly<Record<string, FactValue>>;

export const ruleSetSizes = [10, 50, 200, 1_000] as const;

/** Read from JSON, as ids of a configuration are: V8 keeps one copy of such a text and compares it by address. */
const laneIds = "01 02 03 04 05 06 07 08 09 10 11 12".split(" ").map((digits) => `lane-${digits}`);
export const benchLaneIds: readonly string[] = JSON.parse(JSON.stringify(laneIds)) as string[];

type Kind =
  | { readonly kind: "texts"; readonly values: readonly string[] }
  | { readonly kind: "boolean"; readonly trueShare: number }
  | { readonly kind: "number"; readonly min: number; readonly max: number; readonly step: number };

const texts = (name: EnumName): Kind => ({ kind: "texts", values: enums[name] });
const often: Kind = { kind: "boolean", trueShare: 0.5 };
const seldom: Kind = { kind: "boolean", trueShare: 0.01 };
const number = (min: number, max: number, step = 1): Kind => ({ kind: "number", min, max, step });

/** The facts that a set reads, and how their values lie. */
const kinds = {
  "lane.direction": { kind: "texts", values: ["entry", "exit"] },
  "lane.id": { kind: "texts", values: benchLaneIds },
  "lane.mode": texts("laneMode"),
  "plate.type": texts("plateType"),
  "plate.color": texts("plateColor"),
  "plate.confidence": number(0, 1, 0.01),
  "plate.present": often,
  "match.kind": texts("matchKind"),
  "match.candidateCount": number(0, 5),
  "vehicle.class": texts("vehicleClass"),
  "vehicle.propulsion": texts("propulsion"),
  "credential.type": texts("credentialType"),
  "lists.allow": often,
  "lists.block": seldom,
  "lists.exempt": seldom,
  "right.active": often,
  "right.kind": texts("rightKind"),
  "right.expiresIn": number(-10_000, 50_000),
  "right.withinHours": often,
  "reservation.state": texts("reservationState"),
  "session.open": often,
  "session.elapsed": number(0, 2_880),
  "visits.today": number(0, 8),
  "fee.total": number(0, 20_000, 50),
  "fee.due": number(0, 20_000, 50),
  "payment.state": texts("paymentState"),
  "payment.age": number(0, 180),
  "autoPay.enabled": often,
  "area.available": number(-5, 400),
  "loop.secondVehicle": seldom,
  "clock.timeOfDay": number(0, 1_439),
  "clock.dayOfWeek": number(1, 7),
} as const satisfies Partial<Record<FactId, Kind>>;

type BenchFact = keyof typeof kinds;

export const benchFactIds = Object.keys(kinds) as readonly BenchFact[];

/** Facts that nested conditions draw from: all but those that the safety rules and the frame of each rule use. */
const drawn = benchFactIds.filter(
  (id) => !["lane.direction", "lane.id", "lists.block", "lists.exempt", "loop.secondVehicle"].includes(id),
);

/**
 * Release rules of a lot: 4 safety rules, rules of the lot's own nested 2 to 4 deep, 6 general ones at the end. The
 * lot's own rules are narrow, so most cars fall through nearly all of them: the hard case for an engine that tries rules
 * in order. The same size always gives the same rules.
 */
export function benchRules(ruleCount: number, seed = 1): ReleaseRules {
  const random = new Random(seed * 7_919 + ruleCount);
  const own = Array.from({ length: ruleCount - safety.length - general.length }, (_, at) => ownRule(random, at));
  return { rules: [...safety, ...own, ...general] };
}

/** Random cars. The same seed always gives the same cars. */
export function benchEvents(count: number, seed = 2): BenchFacts[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => benchEvent(random));
}

const fill = factsFiller();

function benchEvent(random: Random): BenchFacts {
  return fill(benchFactIds.map((id) => randomValue(kinds[id], random)));
}

/** Facts as a process that reads them from JSON has them: one shape for all. */
function factsFiller(): (values: readonly FactValue[]) => BenchFacts {
  const shape = JSON.stringify(Object.fromEntries(benchFactIds.map((id) => [id, null])));
  return (values) => {
    const facts = JSON.parse(shape) as Record<string, FactValue>;
    benchFactIds.forEach((id, at) => {
      facts[id] = values[at]!;
    });
    return facts;
  };
}

function randomValue(kind: Kind, random: Random): FactValue {
  if (kind.kind === "texts") return random.pick(kind.values);
  if (kind.kind === "boolean") return random.chance(kind.trueShare);
  return randomNumber(kind, random);
}

function randomNumber({ min, max, step }: Extract<Kind, { kind: "number" }>, random: Random): number {
  return Number((min + step * random.int(0, Math.round((max - min) / step))).toFixed(2));
}

function leaf(fact: FactId, operator: Leaf["operator"], value: LeafValue): Leaf {
  return { fact, operator, value };
}

const pay = { type: "requestPayment", reason: "feeDue", params: { amount: { fact: "fee.due" } } } as const;

function rule(
  id: string,
  group: ReleaseRule["group"],
  when: Condition,
  decision: ReleaseRule["then"]["decision"],
): ReleaseRule {
  // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
  return { id, group, when, ifUnknown: "skip", then: { decision, effects: [] } };
}

function decided(type: "release" | "hold" | "refuse", reason: "other" | "blocked" | "exempt" | "tailgate" | "paid") {
  return { type, reason, params: {} } as ReleaseRule["then"]["decision"];
}

const atEntry = leaf("lane.direction", "equal", "entry");
const atExit = leaf("lane.direction", "equal", "exit");

const safety: readonly ReleaseRule[] = [
  rule("second-vehicle", "safety", { all: [leaf("loop.secondVehicle", "equal", true)] }, decided("hold", "tailgate")),
  rule("exempt", "safety", { all: [leaf("lists.exempt", "equal", true)] }, decided("release", "exempt")),
  rule(
    "emergency",
    "safety",
    { all: [leaf("plate.type", "equal", "emergency"), leaf("plate.confidence", "greaterThanInclusive", 0.9)] },
    decided("release", "exempt"),
  ),
  rule(
    "blocked",
    "safety",
    { all: [leaf("lists.block", "equal", true), leaf("plate.confidence", "greaterThan", 0.5)] },
    decided("hold", "blocked"),
  ),
];

const general: readonly ReleaseRule[] = [
  rule(
    "entry",
    "money",
    { all: [atEntry, leaf("area.available", "greaterThan", 0), leaf("lane.mode", "notEqual", "closed")] },
    decided("release", "other"),
  ),
  rule("entry-full", "money", { all: [atEntry] }, decided("refuse", "other")),
  rule(
    "paid",
    "money",
    { all: [atExit, leaf("payment.state", "equal", "paid"), leaf("payment.age", "lessThanInclusive", 15)] },
    decided("release", "paid"),
  ),
  rule("nothing-due", "money", { all: [atExit, leaf("fee.due", "lessThanInclusive", 0)] }, decided("release", "paid")),
  rule(
    "auto-pay",
    "money",
    { all: [atExit, leaf("autoPay.enabled", "equal", true), leaf("fee.due", "lessThan", 10_000)] },
    decided("release", "paid"),
  ),
  rule("pay", "money", { all: [atExit] }, pay),
];

/** Which way, which lanes, two to four plain conditions, and a group nested up to three deep below the root. */
function ownRule(random: Random, at: number): ReleaseRule {
  const frame = [
    random.pick([atEntry, atExit]),
    leaf("lane.id", "in", random.some(benchLaneIds, random.chance(0.2) ? 2 : 1)),
  ];
  const facts = random.shuffled(drawn);
  const plain = facts.splice(0, random.int(2, 4)).map((fact) => narrowLeaf(fact, random));
  const nested = nestedGroup(facts, random.int(1, 3), random);
  const decision = random.pick([decided("release", "other"), decided("hold", "other"), pay]);
  return rule(`own-${at + 1}`, "right", { all: [...frame, ...plain, nested] }, decision);
}

function nestedGroup(facts: BenchFact[], depth: number, random: Random): Condition {
  const leaves = facts.splice(0, random.int(2, 3)).map((fact) => narrowLeaf(fact, random));
  const parts: Condition[] = depth > 1 ? [...leaves.slice(1), nestedGroup(facts, depth - 1, random)] : leaves;
  return depth % 2 === 1 ? { any: parts } : { all: parts };
}

/** A comparison that holds for about one value in three. */
function narrowLeaf(fact: BenchFact, random: Random): Leaf {
  const kind: Kind = kinds[fact];
  if (kind.kind === "boolean") return leaf(fact, "equal", random.chance(0.5));
  if (kind.kind === "texts") return textLeaf(fact, kind.values, random);
  const share = 0.15 + random.next() * 0.3;
  const isLow = random.chance(0.5);
  const limit = kind.min + (kind.max - kind.min) * (isLow ? share : 1 - share);
  const value = factOf(fact).type === "decimal" ? Number(limit.toFixed(2)) : Math.round(limit);
  if (isLow) return leaf(fact, random.pick(["lessThan", "lessThanInclusive"] as const), value);
  return leaf(fact, random.pick(["greaterThan", "greaterThanInclusive"] as const), value);
}

function textLeaf(fact: BenchFact, values: readonly string[], random: Random): Leaf {
  if (values.length > 4 && random.chance(0.4)) return leaf(fact, "in", random.some(values, random.int(2, 3)));
  return random.chance(0.15) ? leaf(fact, "notEqual", random.pick(values)) : leaf(fact, "equal", random.pick(values));
}

/**
 * The same rules as json-rules-engine documents without guards against unknown facts: bench events know every fact, so
 * both forms decide alike, and no engine is made to do work that only our guards ask for.
 */
export function plainDocuments({ rules }: ReleaseRules): PlainDocument[] {
  return rules.map((rule, at) => ({
    name: rule.id,
    priority: rules.length - at,
    conditions: rule.when as PlainDocument["conditions"],
    event: { type: rule.then.decision!.type, params: { reason: rule.then.decision!.reason } },
  }));
}

export type PlainDocument = {
  readonly name: string;
  readonly priority: number;
  readonly conditions: { readonly all: readonly PlainCondition[] };
  readonly event: { readonly type: string; readonly params: { readonly reason: string } };
};

export type PlainCondition =
  | { readonly all: readonly PlainCondition[] }
  | { readonly any: readonly PlainCondition[] }
  | { readonly fact: BenchFact; readonly operator: Leaf["operator"]; readonly value: FactValue };
