import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ClockTable } from "../model/clock-table.ts";
import { tariffSchema } from "../model/rate-table.ts";
import { checkTariff } from "./check-tariff.ts";
import { prepareTariff } from "./prepare-tariff.ts";
import { priceStay } from "./price-stay.ts";
import { stayFromPublished } from "./stay-from-published.ts";

type Golden = {
  name: string;
  lot: { timeZone: string };
  tariff: unknown;
  examples: { entry: string; exit: string; whyOneLine: string; expectedFee: number }[];
};

const folder = new URL("golden/", import.meta.url);
const read = <T>(file: string): T => JSON.parse(readFileSync(new URL(file, folder), "utf8"));
const clocks = read<Record<string, ClockTable>>("clocks.json");
const files = readdirSync(folder).filter((file) => file.endsWith(".json") && file !== "clocks.json");

describe.each(files)("%s", (file) => {
  const golden = read<Golden>(file);
  const tariff = tariffSchema.parse(golden.tariff);
  const prepared = prepareTariff(tariff, clocks[golden.lot.timeZone]!);

  test("has nothing wrong in it", () => {
    expect(checkTariff(tariff).filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test.each(golden.examples)("$entry to $exit: $whyOneLine", (example) => {
    const quote = priceStay(prepared, stayFromPublished(example));
    expect(quote.feeMinor).toBe(example.expectedFee);
    expect(quote.lines.reduce((sum, line) => sum + line.amountMinor, 0)).toBe(quote.feeMinor);
  });
});
