import { expect, it } from "vitest";
import { factCondition } from "./fact-condition.ts";
import { factSpace } from "./fact-space.ts";
import { maskWhere } from "./fact-variable.ts";
import { fullDomain } from "./formulas.ts";

const space = factSpace([{ fact: "clock.timeOfDay", operator: "lessThan", value: 720 }]);
const [time] = space.ofFact.get("clock.timeOfDay")!;

it.each([
  ["some values", (bit: number) => bit === 0, { fact: "clock.timeOfDay", operator: "lessThan", value: 720 }],
  ["every value", () => true, { fact: "clock.timeOfDay", operator: "greaterThanInclusive", value: 0 }],
])("%s of a fact that is always known are told as a range", (_what, holds, condition) => {
  expect(factCondition(time!, maskWhere(time!.classes.length, holds), fullDomain(space))).toEqual(condition);
});
