import { expect, it } from "vitest";
import { factIds } from "../../model/vocabulary.ts";
import { factSlots, loadFacts } from "./load-facts.ts";
import { UndefinedFactError } from "./rule-error.ts";

it("reads each fact of the vocabulary, and the caller's own, into its slot", () => {
  const names = ["own.fact", ...factIds.toReversed(), "another"];
  const facts = Object.fromEntries(names.map((name) => [name, `value of ${name}`]));
  expect(loadFacts(factSlots(names), facts, "throws")).toEqual(names.map((name) => `value of ${name}`));
});

it("gives what absent facts count as, and never what every object inherits", () => {
  const names = ["lane.id", "toString", "__proto__", "fee.due"];
  const slots = factSlots(names);
  const facts = { "lane.id": undefined, "fee.due": 0 };
  expect(loadFacts(slots, facts, "null")).toEqual([null, null, null, 0]);
  expect(loadFacts(slots, facts, "undefined")).toEqual([undefined, undefined, undefined, 0]);
  expect(loadFacts(slots, facts, "asGiven")).toEqual([undefined, undefined, undefined, 0]);
  expect(() => loadFacts(slots, facts, "throws")).toThrow(UndefinedFactError);
});
