import { expect, test } from "vitest";
import type { ClockTable } from "#engine/model/clock-table.ts";
import type { Draft } from "#engine/model/draft.ts";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import { starterRules } from "#engine/model/starter-rules.ts";
import { draftPartText } from "#engine/text/draft-part-text.ts";
import { readDraftPart } from "#engine/text/read-draft-part.ts";
import { findProblems } from "./find-problems.ts";

const clock: ClockTable = {
  timeZone: "UTC",
  database: "test",
  from: Date.UTC(2000, 0, 1),
  to: Date.UTC(2060, 0, 1),
  changes: [[Date.UTC(2000, 0, 1), 0]],
};
const lanes = (["entry", "exit"] as const).map((direction) => ({ id: direction, name: direction, direction }));
const lot = { id: "lot", name: "Lot", timeZone: "UTC", country: "DE", lanes };
const draft: Draft = {
  tariff: hourlyTariff({ currency: "EUR", rateTableName: "Standard", hourMinor: 300 }),
  rules: starterRules(),
};

/** What is found in a part's text after an edit, with the text at its place. */
function problemsOf(part: keyof Draft, from: string | RegExp, to: string) {
  const whole = draftPartText(part, draft[part]);
  const text = whole.replace(from, to);
  expect(text).not.toBe(whole);
  const read = readDraftPart(part, text, draft);
  if (read.kind === "notJson") throw new Error(read.problem.code);
  const content = read.kind === "part" ? { ...draft, [part]: read.value } : draft;
  const speech = { locale: "en", context: {} } as const;
  const found = findProblems({ part, text, read, setting: { content, lot, clock }, speech });
  return found.map((problem) => ({ ...problem, at: text.slice(problem.from, problem.to) }));
}

test("a value of the wrong shape is found where it stands", () => {
  const found = problemsOf("tariff", '"EUR"', "7");
  expect(found).toMatchObject([{ severity: "error", at: '"currency"' }]);
  expect(problemsOf("tariff", '"currency"', '"curency"').map(({ at }) => at)).toContain('"curency"');
});

test("what the compiler finds stands at the condition", () => {
  const found = problemsOf(
    "rules",
    /"fact": "lists.exempt", "operator": "equal", "value": true/,
    '"fact": "lists.exempt", "operator": "in", "value": ["x"]',
  );
  expect(found.some(({ severity, at }) => severity === "error" && at === '"operator"')).toBe(true);
});

test("what the verifier proves stands at the rule", () => {
  const all = '"when": { "all": [] }';
  const found = problemsOf("rules", /"when": \{[\s\S]*?\n {6}\}(?=,\n {6}"ifUnknown")/, all);
  expect(found.length).toBeGreaterThan(1);
  expect(found.every(({ at }) => at.length > 0 && !at.includes("\n"))).toBe(true);
});
