import type { Condition, EffectAction, Leaf, LeafValue, ReleaseRule, ReleaseRules } from "./rule.ts";

/**
 * The rules a new lot starts with: a whole lot that works, and in which every lane has a way out. The manager edits
 * them from there. `nameOf` gives each rule a name in the manager's language (`starterRuleName`).
 */
export function starterRules(nameOf?: (id: string) => string): ReleaseRules {
  const rules = [...safety(), ...laneMode(), ...block(), ...right(), ...capacity(), ...money()];
  return { rules: nameOf ? rules.map((rule) => ({ ...rule, name: nameOf(rule.id) })) : rules };
}

const atEntry = leaf("lane.direction", "equal", "entry");
const atExit = leaf("lane.direction", "equal", "exit");
const atTransfer = leaf("lane.direction", "equal", "transfer");
const openSession: EffectAction = { type: "openSession", params: {} };
const closeSession: EffectAction = { type: "closeSession", params: {} };
const moveSession: EffectAction = { type: "moveSession", params: { areaId: { fact: "area.id" } } };

function safety(): ReleaseRule[] {
  return [
    ...everyWay("exempt", "safety", (direction) => ({
      all: [
        direction,
        { any: [leaf("lists.exempt", "equal", true), leaf("plate.type", "in", ["police", "military", "emergency"])] },
      ],
    })),
    {
      id: "second-vehicle",
      group: "safety",
      when: { all: [leaf("loop.secondVehicle", "equal", true)] },
      ifUnknown: "skip",
      ...then("hold", "tailgate", [flag("tailgate", 2), display("pleaseWait"), callSupport("tailgate")]),
    },
  ];
}

function laneMode(): ReleaseRule[] {
  return [
    ...everyWay("laneHeldOpen", "laneMode", (direction) => ({
      all: [direction, leaf("lane.mode", "equal", "heldOpen")],
    })),
    {
      id: "lane-closed",
      group: "laneMode",
      when: { all: [leaf("lane.mode", "equal", "closed"), leaf("lane.direction", "notEqual", "exit")] },
      ifUnknown: "skip",
      ...then("refuse", "laneClosed", [display("laneClosed")]),
    },
    {
      id: "exit-lane-closed",
      group: "laneMode",
      when: { all: [leaf("lane.mode", "equal", "closed"), atExit] },
      ifUnknown: "skip",
      ...then("hold", "laneClosed", [display("callSupport"), callSupport("laneClosed")]),
    },
  ];
}

function block(): ReleaseRule[] {
  return [
    {
      id: "blocked",
      group: "block",
      when: { all: [leaf("lists.block", "equal", true)] },
      // An unread or outdated block list must not stop every car: exits stay open when the link is down.
      ifUnknown: "skip",
      ...then("hold", "blocked", [flag("blockedVehicle", 2), display("callSupport"), callSupport("blocked")]),
    },
  ];
}

function right(): ReleaseRule[] {
  return everyWay("permit", "right", (direction) => ({
    all: [
      direction,
      leaf("right.active", "equal", true),
      leaf("right.withinHours", "equal", true),
      leaf("right.areaAllowed", "equal", true),
      // A plate that only resembles a permit holder's does not open the gate.
      leaf("match.kind", "notEqual", "fuzzy"),
    ],
  }));
}

function capacity(): ReleaseRule[] {
  return [
    {
      id: "closed-to-transient",
      group: "capacity",
      when: { all: [atEntry, leaf("lane.mode", "equal", "closedToTransient")] },
      ifUnknown: "skip",
      ...then("refuse", "laneClosedToTransient", [display("laneClosed")]),
    },
    {
      id: "lot-full",
      group: "capacity",
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
      when: { any: [leaf("plate.text", "isUnknown"), leaf("match.kind", "equal", "noPlate")] },
      ifUnknown: "skip",
      ...then("hold", "plateUnread", [flag("plateUnread", 1), display("showPlate"), callSupport("plateUnread")]),
    },
    {
      id: "entry",
      group: "money",
      when: { all: [atEntry] },
      ifUnknown: "skip",
      ...then("release", "entry", [openSession, display("welcome")]),
    },
    {
      id: "transfer",
      group: "money",
      when: { all: [atTransfer, leaf("session.open", "equal", true)] },
      ifUnknown: "holds",
      ...then("release", "transfer", [moveSession]),
    },
    {
      id: "exit-plate-uncertain",
      group: "money",
      // The stay may be this car's or another's: a person looks before anybody's stay ends or is charged.
      when: { all: [atExit, leaf("match.kind", "equal", "fuzzy")] },
      ifUnknown: "skip",
      // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
      then: {
        decision: { type: "requestConfirm", reason: "plateUncertain", params: { who: "support", candidates: true } },
        effects: [flag("plateUncertain", 1), display("pleaseWait"), callSupport("plateUncertain")],
      },
    },
    {
      id: "exit-without-entry",
      group: "money",
      when: { all: [atExit, leaf("session.open", "equal", false)] },
      ifUnknown: "skip",
      ...then("hold", "noEntry", [flag("exitWithoutEntry", 2), display("noEntryFound"), callSupport("noEntry")]),
    },
    {
      id: "nothing-due",
      group: "money",
      when: { all: [atExit, leaf("fee.due", "lessThanInclusive", 0)] },
      ifUnknown: "skip",
      ...then("release", "nothingDue", [closeSession, display("goodbye")]),
    },
    {
      id: "paid",
      group: "money",
      when: {
        all: [atExit, leaf("payment.state", "equal", "paid"), leaf("payment.graceLeft", "greaterThanInclusive", 0)],
      },
      ifUnknown: "skip",
      ...then("release", "paid", [closeSession, display("paidThanks")]),
    },
    {
      id: "fee-due",
      group: "money",
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

/** The same release at an entry, an exit and between areas; only what happens to the stay differs. */
function everyWay(
  reason: "exempt" | "laneHeldOpen" | "permit",
  group: ReleaseRule["group"],
  when: (direction: Leaf) => Condition,
): ReleaseRule[] {
  const id = { exempt: "exempt", laneHeldOpen: "held-open", permit: "permit" }[reason];
  const greeting = reason === "permit" ? "permitWelcome" : "welcome";
  return [
    {
      id: `${id}-entry`,
      group,
      when: when(atEntry),
      ifUnknown: "skip",
      ...then("release", reason, [openSession, display(greeting)]),
    },
    {
      id: `${id}-exit`,
      group,
      when: when(atExit),
      ifUnknown: "skip",
      ...then("release", reason, [closeSession, display("goodbye")]),
    },
    {
      id: `${id}-transfer`,
      group,
      when: when(atTransfer),
      ifUnknown: "skip",
      ...then("release", reason, [moveSession]),
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
