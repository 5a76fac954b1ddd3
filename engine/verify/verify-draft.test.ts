import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ClockTable } from "../model/clock-table.ts";
import { hourlyTariff } from "../model/hourly-tariff.ts";
import { starterRules } from "../model/starter-rules.ts";
import { verifyDraft } from "./verify-draft.ts";

const clocks: Record<string, ClockTable> = JSON.parse(
  readFileSync(new URL("../price/golden/clocks.json", import.meta.url), "utf8"),
);
const lot = { country: "CN", lanes: [{ id: "out", name: "Out", direction: "exit" as const }] };
const tariff = hourlyTariff({ currency: "CNY", rateTableName: "All", hourMinor: 500 });
const verified = (rules: ReturnType<typeof starterRules>) =>
  verifyDraft({ draft: { tariff, rules }, lot, clock: clocks["Asia/Shanghai"]! }).findings.map(({ code, path }) => [
    code,
    path[0],
  ]);
const ofTariff = [
  ["law.chinaFreeTime", "tariff"],
  ["law.chinaDayCap", "tariff"],
];

test("verifies rules and tariff, the rules first", () => {
  const shut = starterRules().rules.filter(({ then }) => then.decision?.type !== "release");
  const found = verified({ rules: shut });
  expect(found[0]![1]).toBe("rules");
  expect(found.map(([code]) => code)).toContain("lane.noWayOut");
  expect(found.slice(-2)).toEqual(ofTariff);
});

test("leaves rules with an error to the compiler, and verifies the tariff all the same", () => {
  const { rules } = starterRules();
  expect(verified({ rules: [...rules, rules[0]!] })).toEqual(ofTariff);
});
