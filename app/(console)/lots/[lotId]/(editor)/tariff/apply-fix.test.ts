import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compileBundle } from "#engine/compile/compile-bundle.ts";
import type { ClockTable } from "#engine/model/clock-table.ts";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import { starterRules } from "#engine/model/starter-rules.ts";
import { verifyTariff } from "#engine/verify/tariff/verify-tariff.ts";
import { applyFix, isTariffFix } from "./apply-fix.ts";

const clocks: Record<string, ClockTable> = JSON.parse(
  readFileSync(new URL("../../../../../../engine/price/golden/clocks.json", import.meta.url), "utf8"),
);
const clock = clocks["Asia/Shanghai"]!;
const night = { start: 1_320, end: 480, flatMinor: 2_000, name: "Night" };
const tariff = hourlyTariff({ currency: "CNY", rateTableName: "Visitors", hourMinor: 500, night });

it("sets a value, adds to a list and removes from it", () => {
  const path = ["tariff", "rateTables", 0, "unitAtBoundary"];
  const carried = applyFix(tariff, { kind: "setValue", path, value: "carry" });
  expect(carried.rateTables[0]?.unitAtBoundary).toBe("carry");
  expect(applyFix(carried, { kind: "removeValue", path })).toEqual(tariff);
  const rowPath = ["tariff", "rateEligibility", 1];
  const longer = applyFix(tariff, { kind: "setValue", path: rowPath, value: { rateTable: "standard" } });
  expect(longer.rateEligibility).toHaveLength(2);
  expect(applyFix(longer, { kind: "removeValue", path: rowPath })).toEqual(tariff);
});

it("mends what the verifier finds: a short stay across the night's edge pays both prices", () => {
  const found = verifyTariff(tariff, { clock, country: "CN" }).findings;
  const fixes = found.map(({ fix }) => fix).filter(isTariffFix);
  expect(fixes.length).toBeGreaterThan(0);
  for (const fix of fixes) {
    const mended = applyFix(tariff, fix);
    const lot = { id: "l", name: "L", timeZone: "Asia/Shanghai", country: "CN", lanes: [] };
    const { diagnostics } = compileBundle({ draft: { tariff: mended, rules: starterRules() }, lot, clock });
    expect(diagnostics.filter(({ severity, path }) => severity === "error" && path[0] === "tariff")).toEqual([]);
  }
});
