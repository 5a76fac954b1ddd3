import { expect, test } from "vitest";
import { normalisePlate } from "./plate.ts";
import { propulsionOfPlate } from "./propulsion-of-plate.ts";

test.each([
  ["京AD12345", "electric"],
  ["粤BF1234 5", "plugInHybrid"],
  ["沪AAB1234", "electric"],
  ["浙B12345D", "electric"],
  ["粤B12345F", "plugInHybrid"],
  ["京A41408", null],
  ["京AD1234", null],
  ["京AL12345", null],
  ["京A12345警", null],
  ["", null],
])("of %s it is %s", (raw, drive) => {
  expect(propulsionOfPlate(normalisePlate(raw, "CN"), "CN")).toBe(drive);
});

test("elsewhere a plate says nothing of it", () => {
  expect(propulsionOfPlate("京AD12345", "DE")).toBeNull();
});
