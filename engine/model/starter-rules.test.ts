import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRules } from "../compile/check-rules.ts";
import { compileReleaseRules } from "../compile/compile-rules.ts";
import { decideRelease } from "../decide/decide.ts";
import { prepareRelease } from "../decide/prepare-release.ts";
import { locales } from "../words/locale.ts";
import { starterRuleName } from "../words/starter-rule-words.ts";
import { type PartialFacts, totalFacts } from "./facts.ts";
import { releaseRulesSchema } from "./rule.ts";
import { starterRules } from "./starter-rules.ts";

const release = prepareRelease(compileReleaseRules(starterRules()));

function decided(facts: PartialFacts): string {
  const known: PartialFacts = {
    "event.kind": "present",
    "lane.mode": "normal",
    "plate.text": "AB12345",
    "plate.type": "civil",
    "match.kind": "exact",
    "lists.block": false,
    "lists.exempt": false,
  };
  const { decision, reason, effects } = decideRelease(release, totalFacts({ ...known, ...facts }));
  return [decision, reason, ...effects.map(({ type }) => type)].join(" ");
}

const permit: PartialFacts = { "right.active": true, "right.withinHours": true, "right.areaAllowed": true };

const cases: [what: string, facts: PartialFacts, outcome: string][] = [
  ["a visitor enters", { "lane.direction": "entry" }, "release entry openSession display"],
  ["a visitor finds the lot full", { "lane.direction": "entry", "area.available": 0 }, "refuse full display"],
  [
    "a permit enters a full lot",
    { "lane.direction": "entry", "area.available": 0, ...permit },
    "release permit openSession display",
  ],
  [
    "a permit outside its hours is a visitor",
    { "lane.direction": "entry", ...permit, "right.withinHours": false },
    "release entry openSession display",
  ],
  [
    "a plate that resembles a permit does not open a full lot",
    { "lane.direction": "entry", "area.available": 0, ...permit, "match.kind": "fuzzy" },
    "refuse full display",
  ],
  [
    "a permit leaves",
    { "lane.direction": "exit", "session.open": true, "fee.due": 500, ...permit },
    "release permit closeSession display",
  ],
  [
    "an ambulance leaves owing",
    { "lane.direction": "exit", "plate.type": "emergency", "fee.due": 500 },
    "release exempt closeSession display",
  ],
  [
    "an exempt vehicle enters a closed lane",
    { "lane.direction": "entry", "lane.mode": "closed", "lists.exempt": true },
    "release exempt openSession display",
  ],
  ["a closed entry turns away", { "lane.direction": "entry", "lane.mode": "closed" }, "refuse laneClosed display"],
  [
    "a closed exit calls support",
    { "lane.direction": "exit", "lane.mode": "closed", "fee.due": 0 },
    "hold laneClosed display callSupport",
  ],
  [
    "a held-open exit lets out",
    { "lane.direction": "exit", "lane.mode": "heldOpen", "fee.due": 900 },
    "release laneHeldOpen closeSession display",
  ],
  [
    "an entry closed to visitors",
    { "lane.direction": "entry", "lane.mode": "closedToTransient" },
    "refuse laneClosedToTransient display",
  ],
  [
    "it does not stop a permit",
    { "lane.direction": "entry", "lane.mode": "closedToTransient", ...permit },
    "release permit openSession display",
  ],
  [
    "a blocked vehicle waits",
    { "lane.direction": "entry", "lists.block": true },
    "hold blocked flagAnomaly display callSupport",
  ],
  [
    "a blocked permit waits",
    { "lane.direction": "entry", "lists.block": true, ...permit },
    "hold blocked flagAnomaly display callSupport",
  ],
  [
    "an unknown block list stops nobody",
    { "lane.direction": "entry", "lists.block": null },
    "release entry openSession display",
  ],
  [
    "a tailgater waits",
    { "lane.direction": "exit", "fee.due": 0, "loop.secondVehicle": true },
    "hold tailgate flagAnomaly display callSupport",
  ],
  [
    "an unread plate waits",
    { "lane.direction": "entry", "plate.text": null },
    "hold plateUnread flagAnomaly display callSupport",
  ],
  [
    "no plate waits",
    { "lane.direction": "exit", "match.kind": "noPlate" },
    "hold plateUnread flagAnomaly display callSupport",
  ],
  [
    "an exit without entry waits",
    { "lane.direction": "exit", "session.open": false },
    "hold noEntry flagAnomaly display callSupport",
  ],
  [
    "an exit whose plate only resembles one inside is confirmed by a person",
    { "lane.direction": "exit", "match.kind": "fuzzy", "session.open": null, "fee.due": null },
    "requestConfirm plateUncertain flagAnomaly display callSupport",
  ],
  [
    "a similar plate ends nobody's stay, though nothing is due",
    { "lane.direction": "exit", "match.kind": "fuzzy", "session.open": true, "fee.due": 0 },
    "requestConfirm plateUncertain flagAnomaly display callSupport",
  ],
  [
    "a similar plate does not open as a permit's",
    { "lane.direction": "exit", "match.kind": "fuzzy", ...permit },
    "requestConfirm plateUncertain flagAnomaly display callSupport",
  ],
  [
    "a similar plate enters as a visitor",
    { "lane.direction": "entry", "match.kind": "fuzzy" },
    "release entry openSession display",
  ],
  [
    "a free stay leaves",
    { "lane.direction": "exit", "session.open": true, "fee.due": 0 },
    "release nothingDue closeSession display",
  ],
  [
    "a paid stay leaves in its time",
    { "lane.direction": "exit", "session.open": true, "fee.due": 500, "payment.state": "paid", "payment.graceLeft": 3 },
    "release paid closeSession display",
  ],
  [
    "a paid stay past its time pays",
    {
      "lane.direction": "exit",
      "session.open": true,
      "fee.due": 500,
      "payment.state": "paid",
      "payment.graceLeft": -1,
    },
    "requestPayment feeDue display",
  ],
  [
    "a fee is asked for",
    { "lane.direction": "exit", "session.open": true, "fee.due": 500 },
    "requestPayment feeDue display",
  ],
  [
    "nobody is asked for an unknown fee",
    { "lane.direction": "exit", "session.open": true, "fee.due": null },
    "hold noRule callSupport",
  ],
  [
    "a free exit opens though the copy of open stays is too old",
    { "lane.direction": "exit", "session.open": null, "fee.due": 0 },
    "release nothingDue closeSession display",
  ],
  ["a visitor changes area", { "lane.direction": "transfer", "session.open": true }, "release transfer moveSession"],
];

describe("starter rules", () => {
  it("are sound", () => {
    expect(releaseRulesSchema.parse(starterRules())).toEqual(starterRules());
    expect(checkRules(starterRules())).toEqual([]);
  });

  it("have a name in each language", () => {
    for (const locale of locales) {
      for (const { id, name } of starterRules((rule) => starterRuleName(rule, locale)).rules) {
        expect(name).toBeTruthy();
        expect(name).not.toBe(id);
      }
    }
  });

  it.each(cases)("%s", (_what, facts, outcome) => {
    expect(decided(facts)).toBe(outcome);
  });

  it("ask for the amount that is due", () => {
    const facts = totalFacts({
      "lane.direction": "exit",
      "lane.mode": "normal",
      "plate.text": "A",
      "match.kind": "exact",
      "fee.due": 700,
    });
    expect(decideRelease(release, facts).params).toEqual({ amount: 700 });
  });

  it("show support the vehicles that a plate resembles", () => {
    const facts = totalFacts({
      "lane.direction": "exit",
      "lane.mode": "normal",
      "plate.text": "A",
      "match.kind": "fuzzy",
    });
    expect(decideRelease(release, facts)).toMatchObject({
      ruleId: "exit-plate-uncertain",
      params: { who: "support", candidates: true },
    });
  });

  it("never trap a car at an exit: it opens, or a person is called, or a payment opens it", () => {
    const maybe = fc.option(fc.boolean());
    const facts = fc.record({
      "lane.mode": fc.constantFrom("normal", "heldOpen", "closed", "closedToTransient"),
      "plate.text": fc.option(fc.constant("AB12345")),
      "match.kind": fc.constantFrom("exact", "fuzzy", "none", "noPlate"),
      "lists.block": maybe,
      "lists.exempt": maybe,
      "loop.secondVehicle": maybe,
      "session.open": maybe,
      "right.active": maybe,
      "right.withinHours": maybe,
      "right.areaAllowed": maybe,
      "fee.due": fc.option(fc.constantFrom(0, 500)),
      "payment.state": fc.option(fc.constantFrom("none", "pending", "paid", "failed")),
      "payment.graceLeft": fc.option(fc.constantFrom(-5, 5)),
    });
    fc.assert(
      fc.property(facts, (some) => {
        const { decision, effects } = decideRelease(
          release,
          totalFacts({ ...some, "lane.direction": "exit" } as PartialFacts),
        );
        const isHelped = effects.some(({ type }) => type === "callSupport");
        expect(decision === "release" || decision === "requestPayment" || isHelped).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
