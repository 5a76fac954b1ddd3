import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ClockTable } from "../model/clock-table.ts";
import { DAY_MS } from "../model/local-time.ts";
import { tariffSchema } from "../model/rate-table.ts";
import { checkTariff } from "./check-tariff.ts";
import { ClockCursor } from "./clock-cursor.ts";
import { prepareTariff } from "./prepare-tariff.ts";
import { priceStay } from "./price-stay.ts";
import { NO_FREE_TIME, priceTable } from "./price-table.ts";
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

  test("prices 90 days in few steps, whenever they begin", () => {
    const tables = [...prepared.tables.values()].flat();
    for (const [table, hour] of tables.flatMap((one) => [0, 9, 17, 23].map((at) => [one, at] as const))) {
      const entryAt = Date.UTC(2025, 2, 12, hour, 17);
      const cursor = new ClockCursor(prepared.clock);
      const stay = { entryAt, exitAt: entryAt + 90 * DAY_MS };
      expect(priceTable(table, stay, { cursor, free: NO_FREE_TIME }).steps).toBeLessThanOrEqual(80);
    }
  });

  test.each(golden.examples)("$entry to $exit: $whyOneLine", (example) => {
    const quote = priceStay(prepared, stayFromPublished(example));
    expect(quote.feeMinor).toBe(example.expectedFee);
    expect(quote.lines.reduce((sum, line) => sum + line.amountMinor, 0)).toBe(quote.feeMinor);
  });
});
