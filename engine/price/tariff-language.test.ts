import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ClockTable } from "../model/clock-table.ts";
import { tariffSchema } from "../model/rate-table.ts";
import { checkTariff } from "./check-tariff.ts";
import { prepareTariff } from "./prepare-tariff.ts";
import { priceStay } from "./price-stay.ts";
import { roundForCash } from "./round-for-cash.ts";
import { stayFromPublished } from "./stay-from-published.ts";

type Example = {
  tariff?: unknown;
  rateTable?: { id: string };
  timeZone?: string;
  stays: {
    entry: string;
    exit: string;
    expectedFee: number;
    expectedDue?: number;
    expectedCash?: number;
    notices?: string[];
  }[];
};

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const clocks: Record<string, ClockTable> = JSON.parse(read("golden/clocks.json"));
const page = read("../../docs/tariff-language.md");
const examples = [...page.matchAll(/^## (.+)$|```json\n([\s\S]*?)```/gm)];

let heading = "";
for (const [, title, json] of examples) {
  heading = title ?? heading;
  if (json === undefined) continue;
  const { tariff, rateTable, timeZone = "Europe/Berlin", stays }: Example = JSON.parse(json);
  const parsed = tariffSchema.parse(
    tariff ?? {
      currency: "EUR",
      minorUnitDigits: 2,
      rateTables: [rateTable],
      rateEligibility: [{ rateTable: rateTable?.id }],
    },
  );
  const prepared = prepareTariff(parsed, clocks[timeZone]!);

  describe(`${heading}: ${parsed.rateTables.map(({ id }) => id).join(", ")}`, () => {
    test("has nothing wrong in it", () => {
      expect(checkTariff(parsed).filter(({ severity }) => severity === "error")).toEqual([]);
    });

    test.each(stays)("$entry to $exit costs $expectedFee", (stay) => {
      const quote = priceStay(prepared, stayFromPublished(stay));
      expect(quote.feeMinor).toBe(stay.expectedFee);
      expect(quote.notices).toEqual(stay.notices);
      if (stay.expectedDue !== undefined) expect(quote.dueMinor).toBe(stay.expectedDue);
      if (stay.expectedCash !== undefined) expect(roundForCash(parsed, quote.dueMinor)).toBe(stay.expectedCash);
      expect(quote.lines.reduce((sum, line) => sum + line.amountMinor, 0)).toBe(quote.feeMinor);
    });
  });
}

test("the page has examples", () => {
  expect(examples.length).toBeGreaterThan(55);
});
