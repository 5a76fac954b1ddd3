import type { Condition, EffectAction, Leaf, LeafValue, ReleaseRule, ReleaseRules } from "./rule.ts";

/**
 * The rules a new lot starts with: a whole lot that works, and in which every lane has a way out. The manager edits
 * them from there.
 */
export function starterRules(): ReleaseRules {
  return { rules: [...safety(), ...laneMode(), ...block(), ...right(), ...capacity(), ...money()] };
}

const atEntry = leaf("lane.direction", "equal", "entry");
const atExit = leaf("lane.direction", "equal", "exit");
const openSession: EffectAction = { type: "openSession", params: {} };
const closeSession: EffectAction = { type: "closeSession", params: {} };

function safety(): ReleaseRule[] {
  return [
    {
      id: "exempt",
      group: "safety",
      name: "Emergency and exempt vehicles pass",
      when: {
        any: [leaf("lists.exempt", "equal", true), leaf("plate.type", "in", ["police", "military", "emergency"])],
      },
      ifUnknown: "skip",
      ...then("release", "exempt", [display("welcome")]),
    },
    {
      id: "second-vehicle",
      group: "safety",
      name: "A second vehicle close behind waits for a person",
      when: { all: [leaf("loop.secondVehicle", "equal", true)] },
      ifUnknown: "skip",
      ...then("hold", "tailgate", [flag("tailgate", 2), display("pleaseWait"), callSupport("tailgate")]),
    },
  ];
}

function laneMode(): ReleaseRule[] {
  return [
    {
      id: "lane-held-open",
      group: "laneMode",
      name: "A lane that is held open lets everyone through",
      when: { all: [leaf("lane.mode", "equal", "heldOpen")] },
      ifUnknown: "skip",
      ...then("release", "laneHeldOpen", []),
    },
    {
      id: "lane-closed",
      group: "laneMode",
      name: "A closed lane turns entering vehicles away",
      when: { all: [leaf("lane.mode", "equal", "closed"), leaf("lane.direction", "notEqual", "exit")] },
      ifUnknown: "skip",
      ...then("refuse", "laneClosed", [display("laneClosed")]),
    },
    {
      id: "exit-lane-closed",
      group: "laneMode",
      name: "A closed exit lane calls support, so that nobody is trapped",
      when: { all: [leaf("lane.mode", "equal", "closed"), atExit] },
      ifUnknown: "skip",
      ...then("hold", "other", [display("callSupport"), callSupport("laneClosed")]),
    },
  ];
}

function block(): ReleaseRule[] {
  return [
    {
      id: "blocked",
      group: "block",
      name: "A blocked vehicle waits for a person",
      when: { all: [leaf("lists.block", "equal", true)] },
      // An unread or outdated block list must not stop every car: exits stay open when the link is down.
      ifUnknown: "skip",
      ...then("hold", "blocked", [flag("blockedVehicle", 2), display("callSupport"), callSupport("blocked")]),
    },
  ];
}

function right(): ReleaseRule[] {
  const validPermit: Condition[] = [
    leaf("right.active", "equal", true),
    leaf("right.withinHours", "equal", true),
    leaf("right.areaAllowed", "equal", true),
    // A plate that only resembles a permit holder's does not open the gate.
    leaf("match.kind", "notEqual", "fuzzy"),
  ];
  return [
    {
      id: "permit-entry",
      group: "right",
      name: "A valid permit enters",
      when: { all: [atEntry, ...validPermit] },
      ifUnknown: "skip",
      ...then("release", "permit", [openSession, display("permitWelcome")]),
    },
    {
      id: "permit-exit",
      group: "right",
      name: "A valid permit leaves",
      when: { all: [atExit, ...validPermit] },
      ifUnknown: "skip",
      ...then("release", "permit", [closeSession, display("goodbye")]),
    },
  ];
}

function capacity(): ReleaseRule[] {
  return [
    {
      id: "closed-to-transient",
      group: "capacity",
      name: "A lane closed to visitors turns them away",
      when: { all: [atEntry, leaf("lane.mode", "equal", "closedToTransient")] },
      ifUnknown: "skip",
      ...then("refuse", "laneClosedToTransient", [display("laneClosed")]),
    },
    {
      id: "lot-full",
      group: "capacity",
      name: "A full lot turns visitors away",
      when: { all: [atEntry, leaf("area.available", "lessThanInclusive", 0)] },
      ifUnknown: "skip",
      ...then("refuse", "full", [display("lotFull")]),
    },
  ];
}

function money(): ReleaseRule[] {
  return [
    {
      id: "plate-unread",
      group: "money",
      name: "A vehicle whose plate was not read waits for a person",
      when: { any: [leaf("plate.text", "isUnknown"), leaf("match.kind", "equal", "noPlate")] },
      ifUnknown: "skip",
      ...then("hold", "plateUnread", [flag("plateUnread", 1), display("showPlate"), callSupport("plateUnread")]),
    },
    {
      id: "entry",
      group: "money",
      name: "Every other vehicle enters",
      when: { all: [atEntry] },
      ifUnknown: "skip",
      ...then("release", "entry", [openSession, display("welcome")]),
    },
    {
      id: "exit-without-entry",
      group: "money",
      name: "A vehicle without an entry waits for a person",
      when: { all: [atExit, leaf("session.open", "equal", false)] },
      ifUnknown: "skip",
      ...then("hold", "noEntry", [flag("exitWithoutEntry", 2), display("noEntryFound"), callSupport("noEntry")]),
    },
    {
      id: "nothing-due",
      group: "money",
      name: "A stay that is free or paid leaves",
      when: { all: [atExit, leaf("fee.due", "lessThanInclusive", 0)] },
      ifUnknown: "skip",
      ...then("release", "nothingDue", [closeSession, display("goodbye")]),
    },
    {
      id: "paid",
      group: "money",
      name: "A paid stay leaves while its time to leave lasts",
      when: {
        all: [atExit, leaf("payment.state", "equal", "paid"), leaf("payment.graceLeft", "greaterThanInclusive", 0)],
      },
      ifUnknown: "skip",
      ...then("release", "paid", [closeSession, display("paidThanks")]),
    },
    {
      id: "fee-due",
      group: "money",
      name: "A stay with a fee is asked to pay",
      when: { all: [atExit, leaf("fee.due", "greaterThan", 0)] },
      ifUnknown: "skip",
      // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
      then: {
        decision: { type: "requestPayment", reason: "feeDue", params: { amount: { fact: "fee.due" } } },
        effects: [display("pleasePay")],
      },
    },
  ];
}

function leaf(fact: Leaf["fact"], operator: Leaf["operator"], value?: LeafValue): Leaf {
  return value === undefined ? { fact, operator } : { fact, operator, value };
}

function then(
  type: "release" | "hold" | "refuse",
  reason: NonNullable<ReleaseRule["then"]["decision"]>["reason"],
  effects: EffectAction[],
): Pick<ReleaseRule, "then"> {
  // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
  return { then: { decision: { type, reason, params: {} }, effects } };
}

function display(template: string): EffectAction {
  return { type: "display", params: { template } };
}

function callSupport(reason: string): EffectAction {
  return { type: "callSupport", params: { reason, priority: 2 } };
}

function flag(code: string, severity: 1 | 2 | 3): EffectAction {
  return { type: "flagAnomaly", params: { code, severity } };
}
