import type { FactValue } from "#contracts/decision.ts";
import type { CompiledCondition, CompiledLeaf } from "../compile/compiled-rules.ts";
import type { EnumValue } from "../model/enums.ts";
import type { PartialFacts } from "../model/facts.ts";
import type { FactId } from "../model/vocabulary.ts";

export type Direction = EnumValue<"laneDirection">;
export type VerifiedLane = { readonly id: string; readonly direction: Direction };
export const directions: readonly Direction[] = ["entry", "exit", "transfer"];

/** Facts that are known together or not at all. */
export const knownTogether: readonly (readonly FactId[])[] = [
  // One quote fills them all; without a quote there is none of them.
  ["fee.total", "fee.paid", "fee.due", "fee.currency", "fee.quotedAt", "fee.notices"],
];

type Need = {
  readonly facts: readonly FactId[];
  readonly need: FactId;
  readonly values: readonly (string | boolean)[];
};

/** When one of `facts` is known, `need` has one of `values`. */
export const needs: readonly Need[] = [
  // They describe the open stay: unknown means that there is none.
  {
    facts: ["session.id", "session.enteredAt", "session.elapsed", "session.areas"],
    need: "session.open",
    values: [true],
  },
  // It counts towards a reservation: unknown means that there is none.
  { facts: ["reservation.startsIn"], need: "reservation.state", values: ["early", "valid", "late", "used"] },
  // They describe one grant, which always has a decision.
  {
    facts: ["grant.reason", "grant.age", "grant.validFor", "grant.limit"],
    need: "grant.decision",
    values: ["release", "hold", "refuse", "requestPayment", "requestConfirm"],
  },
];

/**
 * What every possible situation meets, of the facts that are `read`. Kept to what the meaning of the facts forces: a
 * relation too many would hide a real problem, one too few shows an odd example.
 */
export function possibleSituations(read: ReadonlySet<FactId>): CompiledCondition[] {
  const conditions: CompiledCondition[] = [];
  for (const group of knownTogether) {
    const [first, ...others] = group.filter((fact) => read.has(fact));
    for (const other of others) {
      conditions.push({
        any: [{ all: [known(first!), known(other)] }, { all: [unknown(first!), unknown(other)] }],
      });
    }
  }
  for (const { facts, need, values } of needs) {
    if (!read.has(need)) continue;
    const met = values.map((value) => equal(need, value));
    for (const fact of facts) if (read.has(fact)) conditions.push({ any: [unknown(fact), ...met] });
  }
  return conditions;
}

/** The text that stands for a lane of no lot: where the lot has no lane of a direction, one may still be built. */
export const laneToCome = "lane-to-come";

/** Every vehicle is at a lane, whether rules ask for it or not. */
export const somewhere: CompiledCondition = {
  any: [equal("lane.id", laneToCome), ...directions.map((direction) => equal("lane.direction", direction))],
};

/**
 * The lanes that a vehicle may be at: a lane has one direction. With `toCome`, also a lane of each direction that the
 * lot does not have, so that a rule for such a lane is not called dead.
 */
export function possibleLanes(lanes: readonly VerifiedLane[], toCome: boolean): CompiledCondition {
  // Nothing is known of the lanes: every lane may lead anywhere.
  if (lanes.length === 0) return { all: [] };
  const missing = directions.filter((direction) => !lanes.some((lane) => lane.direction === direction));
  const more = toCome ? missing : [];
  const all = [...lanes, ...more.map((direction) => ({ id: laneToCome, direction }))];
  return { any: all.map(({ id, direction }) => ({ all: [equal("lane.id", id), equal("lane.direction", direction)] })) };
}

/**
 * A vehicle as most are: no list, no permit, plate read, lane in order, and at an exit a stay that costs something.
 * Examples stay as close to it as they can, and sentences leave out what it meets. Changing it changes no finding.
 */
export function ordinaryVehicle(direction: Direction): PartialFacts {
  return { ...ordinary, ...ordinaryAt[direction], "lane.direction": direction };
}

const ordinary: PartialFacts = {
  "event.kind": "present",
  "event.time": 1_789_974_000_000,
  "event.localTime": "2026-09-21T15:00:00+08:00",
  "lane.mode": "normal",
  "plate.text": "B12345",
  "plate.type": "civil",
  "plate.color": "blue",
  "plate.confidence": 0.97,
  "plate.present": true,
  "plate.obscured": false,
  "match.candidateCount": 0,
  "vehicle.class": "car",
  "vehicle.propulsion": "petrol",
  "credential.type": "licensePlate",
  "credential.id": "B12345",
  "lists.allow": false,
  "lists.block": false,
  "lists.exempt": false,
  "right.active": false,
  "reservation.state": "none",
  "visits.today": 0,
  "freeUsed.today": 0,
  "payment.state": "none",
  "autoPay.enabled": false,
  "autoPay.limit": 0,
  "debt.amount": 0,
  "debt.count": 0,
  "debt.ageOfData": 10,
  "validation.types": [],
  "area.capacity": 200,
  "area.count": 120,
  "area.available": 80,
  "area.capacityForClass": 200,
  "area.countForClass": 120,
  "area.availableForClass": 80,
  "loop.before": true,
  "loop.under": false,
  "loop.secondVehicle": false,
  "barrier.state": "closed",
  "link.cloud": "up",
  "link.offlineFor": 0,
  "rules.age": 1_440,
  "calendar.dayType": "workday",
  "clock.timeOfDay": 900,
  "clock.dayOfWeek": 1,
};

const staying: PartialFacts = {
  "match.kind": "exact",
  "match.candidateCount": 1,
  "match.plate": "B12345",
  "session.open": true,
  "session.id": "stay-1",
  "session.enteredAt": 1_789_968_600_000,
  "session.elapsed": 90,
};

const ordinaryAt: Readonly<Record<Direction, PartialFacts>> = {
  entry: { "match.kind": "none", "session.open": false },
  transfer: staying,
  exit: {
    ...staying,
    "fee.total": 1_000,
    "fee.paid": 0,
    "fee.due": 1_000,
    "fee.currency": "CNY",
    "fee.quotedAt": 1_789_974_000_000,
    "fee.notices": [],
  },
};

/**
 * What a driver, the staff or time can change for any vehicle that wants to leave; all else stays ordinary or, when it
 * is merely the vehicle's kind, may be anything. Facts that no one can bring about for a vehicle stand here with the
 * values they have for one without privilege: a way out that needs one of them is none.
 */
export const withoutPrivilege: readonly { readonly fact: FactId; readonly values: readonly FactValue[] }[] = [
  // A lane held open lets everyone out, but only as long as somebody holds it open.
  { fact: "lane.mode", values: ["normal"] },
  // Lists, permits and reservations are given beforehand and to a few.
  { fact: "lists.allow", values: [false, null] },
  { fact: "lists.exempt", values: [false, null] },
  { fact: "lists.block", values: [false, null] },
  { fact: "right.active", values: [false, null] },
  { fact: "reservation.state", values: ["none", null] },
  { fact: "autoPay.enabled", values: [false, null] },
  // Only some vehicles carry the plates that are waved through.
  { fact: "plate.type", values: ["civil", "newEnergy", "other", null] },
  // A fault is nobody's way out.
  { fact: "loop.secondVehicle", values: [false, null] },
  { fact: "barrier.state", values: ["open", "closed", "moving", null] },
];

function known(fact: FactId): CompiledLeaf {
  return { fact, operator: "notEqual", value: null };
}

function unknown(fact: FactId): CompiledLeaf {
  return { fact, operator: "equal", value: null };
}

function equal(fact: FactId, value: string | boolean): CompiledLeaf {
  return { fact, operator: "equal", value };
}
