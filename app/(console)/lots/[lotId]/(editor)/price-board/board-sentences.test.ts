import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Tariff } from "#engine/model/rate-table.ts";
import { airport } from "#engine/model/templates/airport.ts";
import { templateTariff } from "#engine/model/templates/tariff-template.ts";
import { boardNotes, boardTables } from "./board-sentences.ts";

const golden = new URL("../../../../../../engine/price/golden/", import.meta.url);

it("says every part of a table in both languages, and what a lost ticket costs", () => {
  const tariff = templateTariff(airport, { currency: "EUR", locale: "en" });
  const [table] = boardTables(tariff, "2026-01-01");
  expect(table?.name).toBe("Terminal car park");
  expect(table?.parts.map(({ en }) => en)).toEqual([
    "Stays up to 10 minutes are free, once in 1 hour for a plate; longer stays pay from entry.",
    expect.stringContaining("Up to 30 minutes costs €4.00"),
    "No 24 hours from entry cost more than €30.00 (numbers 1 to 5).",
    "No 24 hours from entry cost more than €15.00 (from number 6 on).",
  ]);
  expect(table?.parts.map((part) => part["zh-CN"])[2]).toBe("自入场起每 24 小时最多 €30.00（第 1 至 5 个）。");
  expect(boardNotes(tariff).map(({ en }) => en)).toEqual([
    "After paying you have 15 minutes to leave.",
    "A lost ticket costs €20.00 more.",
  ]);
});

it("leaves no part of a published tariff empty", () => {
  for (const file of readdirSync(golden).filter((name) => name.endsWith(".json") && name !== "clocks.json")) {
    const { tariff } = JSON.parse(readFileSync(new URL(file, golden), "utf8")) as { tariff: Tariff };
    for (const { parts } of boardTables(tariff, "2026-01-01")) {
      for (const part of parts) expect(Object.values(part).every((text) => text.length > 2)).toBe(true);
    }
  }
});
