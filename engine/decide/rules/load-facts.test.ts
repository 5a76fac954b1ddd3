import { expect, it } from "vitest";
import { factIds } from "../../model/vocabulary.ts";
import { factSlots, loadFacts } from "./load-facts.ts";

it("reads each fact of the vocabulary, and the caller's own, into its slot", () => {
  const names = ["own.fact", ...factIds.toReversed(), "another"];
  const facts = Object.fromEntries(names.map((name) => [name, `value of ${name}`]));
  expect(loadFacts(factSlots(names), facts, "throws")).toEqual(names.map((name) => `value of ${name}`));
});
