import { expect, test } from "vitest";
import type { Tariff } from "../model/rate-table.ts";
import { wordsAsked } from "./words-asked.ts";

const tariff: Tariff = {
  currency: "EUR",
  minorUnitDigits: 2,
  rateTables: [{ id: "t", version: 1, rateLineCollections: [{ id: "all", rateLines: [] }] }],
  rateEligibility: [
    { rateTable: "t", eligibility: { activeAssignedRight: ["resident", "staff"] } },
    { rateTable: "t", eligibility: { products: ["monthly"] } },
    { rateTable: "t" },
  ],
};

test("each word that an eligibility asks for, once, those of surcharges last", () => {
  expect(wordsAsked(tariff, "activeAssignedRight")).toEqual(["resident", "staff"]);
  expect(wordsAsked(tariff, "userQualifications")).toEqual([]);
  const surcharges = [
    { id: "oversize", amount: 100, eligibility: { activeAssignedRight: ["guest", "staff"] } },
    { id: "all", amount: 50 },
  ];
  expect(wordsAsked({ ...tariff, surcharges }, "activeAssignedRight")).toEqual(["resident", "staff", "guest"]);
});
