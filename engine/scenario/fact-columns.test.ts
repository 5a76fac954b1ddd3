import fc from "fast-check";
import { expect, test } from "vitest";
import { type PartialFacts, totalFacts } from "../model/facts.ts";
import { packFacts, unpackFacts } from "./fact-columns.ts";

const facts = fc.record(
  {
    "fee.due": fc.option(fc.integer({ min: 0, max: 3 })),
    "lane.direction": fc.constantFrom("entry", "exit"),
    "lists.block": fc.option(fc.boolean()),
    "session.areas": fc.option(fc.array(fc.constantFrom("a", "b"), { maxLength: 2 })),
  },
  { requiredKeys: [] },
);

test("what is packed comes out as it went in, whatever is unknown", () => {
  fc.assert(
    fc.property(fc.array(facts, { maxLength: 20 }), (list) => {
      const situations = list.map((partial) => totalFacts(partial as PartialFacts));
      const columns = JSON.parse(JSON.stringify(packFacts(situations)));
      expect(situations.map((_, row) => unpackFacts(columns, row))).toEqual(situations);
    }),
  );
});
