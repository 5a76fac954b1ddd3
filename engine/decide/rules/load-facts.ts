import { factIds } from "../../model/vocabulary.ts";
import { lookUp } from "./fact-lookup.ts";
import type { RunFacts } from "./rule-document.ts";

/** What a fact that was not given stands for. `asGiven`: nobody looks; whoever needs the value does. */
export type Absent = "throws" | "undefined" | "null" | "asGiven";

/** The facts that rules read, in the order of their slots. */
export type FactSlots = {
  readonly names: readonly string[];
  /** Place in the vocabulary's table, -1 for a fact of the caller's own. */
  readonly codes: Int32Array;
};

/** `__proto__` is never what the caller gave. */
const INHERITED = -2;

const codes: ReadonlyMap<string, number> = new Map([
  ...factIds.map((id, code) => [id, code] as const),
  ["__proto__", INHERITED] as const,
]);

export function factSlots(names: readonly string[]): FactSlots {
  return { names, codes: new Int32Array(names.map((name) => codes.get(name) ?? -1)) };
}

/**
 * The values of a run by slot. A fact of the vocabulary is read by its own name in the source: a read by a name in a
 * variable costs several times as much, and reading is half of what a decision costs. A test holds the cases to the
 * table's order.
 */
export function loadFacts({ names, codes }: FactSlots, facts: RunFacts, absent: Absent): unknown[] {
  const values = new Array<unknown>(names.length);
  for (let slot = 0; slot < names.length; slot += 1) {
    const code = codes[slot]!;
    let value: unknown;
    switch (code) {
      case 0:
        value = facts["event.kind"];
        break;
      case 1:
        value = facts["event.time"];
        break;
      case 2:
        value = facts["event.localTime"];
        break;
      case 3:
        value = facts["lane.id"];
        break;
      case 4:
        value = facts["lane.direction"];
        break;
      case 5:
        value = facts["lane.mode"];
        break;
      case 6:
        value = facts["place.id"];
        break;
      case 7:
        value = facts["area.id"];
        break;
      case 8:
        value = facts["area.fromId"];
        break;
      case 9:
        value = facts["plate.text"];
        break;
      case 10:
        value = facts["plate.country"];
        break;
      case 11:
        value = facts["plate.type"];
        break;
      case 12:
        value = facts["plate.color"];
        break;
      case 13:
        value = facts["plate.confidence"];
        break;
      case 14:
        value = facts["plate.present"];
        break;
      case 15:
        value = facts["plate.obscured"];
        break;
      case 16:
        value = facts["match.kind"];
        break;
      case 17:
        value = facts["match.candidateCount"];
        break;
      case 18:
        value = facts["match.plate"];
        break;
      case 19:
        value = facts["vehicle.class"];
        break;
      case 20:
        value = facts["vehicle.propulsion"];
        break;
      case 21:
        value = facts["credential.type"];
        break;
      case 22:
        value = facts["credential.id"];
        break;
      case 23:
        value = facts["lists.allow"];
        break;
      case 24:
        value = facts["lists.block"];
        break;
      case 25:
        value = facts["lists.exempt"];
        break;
      case 26:
        value = facts["lists.reason"];
        break;
      case 27:
        value = facts["right.active"];
        break;
      case 28:
        value = facts["right.kind"];
        break;
      case 29:
        value = facts["right.expiresIn"];
        break;
      case 30:
        value = facts["right.withinHours"];
        break;
      case 31:
        value = facts["right.areaAllowed"];
        break;
      case 32:
        value = facts["pool.size"];
        break;
      case 33:
        value = facts["pool.inUse"];
        break;
      case 34:
        value = facts["reservation.state"];
        break;
      case 35:
        value = facts["reservation.startsIn"];
        break;
      case 36:
        value = facts["session.open"];
        break;
      case 37:
        value = facts["session.id"];
        break;
      case 38:
        value = facts["session.enteredAt"];
        break;
      case 39:
        value = facts["session.elapsed"];
        break;
      case 40:
        value = facts["session.areas"];
        break;
      case 41:
        value = facts["visits.today"];
        break;
      case 42:
        value = facts["visits.lastExitAgo"];
        break;
      case 43:
        value = facts["freeUsed.today"];
        break;
      case 44:
        value = facts["fee.total"];
        break;
      case 45:
        value = facts["fee.paid"];
        break;
      case 46:
        value = facts["fee.due"];
        break;
      case 47:
        value = facts["fee.currency"];
        break;
      case 48:
        value = facts["fee.quotedAt"];
        break;
      case 49:
        value = facts["fee.notices"];
        break;
      case 50:
        value = facts["payment.state"];
        break;
      case 51:
        value = facts["payment.age"];
        break;
      case 52:
        value = facts["payment.graceLeft"];
        break;
      case 53:
        value = facts["autoPay.enabled"];
        break;
      case 54:
        value = facts["autoPay.limit"];
        break;
      case 55:
        value = facts["debt.amount"];
        break;
      case 56:
        value = facts["debt.count"];
        break;
      case 57:
        value = facts["debt.ageOfData"];
        break;
      case 58:
        value = facts["validation.types"];
        break;
      case 59:
        value = facts["area.capacity"];
        break;
      case 60:
        value = facts["area.count"];
        break;
      case 61:
        value = facts["area.available"];
        break;
      case 62:
        value = facts["area.capacityForClass"];
        break;
      case 63:
        value = facts["area.countForClass"];
        break;
      case 64:
        value = facts["area.availableForClass"];
        break;
      case 65:
        value = facts["loop.before"];
        break;
      case 66:
        value = facts["loop.under"];
        break;
      case 67:
        value = facts["loop.secondVehicle"];
        break;
      case 68:
        value = facts["barrier.state"];
        break;
      case 69:
        value = facts["link.cloud"];
        break;
      case 70:
        value = facts["link.offlineFor"];
        break;
      case 71:
        value = facts["rules.age"];
        break;
      case 72:
        value = facts["grant.decision"];
        break;
      case 73:
        value = facts["grant.reason"];
        break;
      case 74:
        value = facts["grant.age"];
        break;
      case 75:
        value = facts["grant.validFor"];
        break;
      case 76:
        value = facts["grant.limit"];
        break;
      case 77:
        value = facts["calendar.dayType"];
        break;
      case 78:
        value = facts["clock.timeOfDay"];
        break;
      case 79:
        value = facts["clock.dayOfWeek"];
        break;
      default:
        value = facts[names[slot]!];
    }
    const needsCare = value === undefined || typeof value === "function" || code === INHERITED;
    values[slot] = needsCare ? readCarefully(names[slot]!, facts, absent) : value;
  }
  return values;
}

function readCarefully(fact: string, facts: RunFacts, absent: Absent): unknown {
  if (absent === "asGiven") return undefined;
  const value = lookUp({ fact, steps: [] }, facts, absent !== "throws");
  return value === undefined && absent === "null" ? null : value;
}
