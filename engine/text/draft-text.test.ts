import fs from "node:fs";
import { expect, test } from "vitest";
import type { Draft } from "../model/draft.ts";
import { hourlyTariff } from "../model/hourly-tariff.ts";
import { starterRules } from "../model/starter-rules.ts";
import { draftPartText } from "./draft-part-text.ts";
import { readDraftPart } from "./read-draft-part.ts";
import { lineColumnOf, placeOf, readJsonText } from "./read-json-text.ts";

const golden = new URL("../price/golden/", import.meta.url);
const tariffs = fs
  .readdirSync(golden)
  .filter((name) => name !== "clocks.json")
  .map((name): [string, Draft["tariff"]] => [name, JSON.parse(fs.readFileSync(new URL(name, golden), "utf8")).tariff]);
const ruleSets = fs
  .readFileSync(new URL("../self-check/golden-rules.jsonl", import.meta.url), "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line): [string, Draft["rules"]] => {
    const { name, rules } = JSON.parse(line);
    return [name, rules];
  });
const sample: Draft = {
  tariff: hourlyTariff({ currency: "EUR", rateTableName: "Standard", hourMinor: 300 }),
  rules: starterRules(),
};

/** The same value with the members of each object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

test.each(tariffs)("the tariff %s goes through text without loss", (_name, tariff) => {
  const text = draftPartText("tariff", tariff);
  expect(readDraftPart("tariff", text, sample)).toMatchObject({ kind: "part", value: tariff });
  expect((readDraftPart("tariff", text, sample) as { value: unknown }).value).toEqual(tariff);
  expect(draftPartText("tariff", reversed(tariff) as Draft["tariff"])).toBe(text);
});

test("every golden rule set and the starter rules go through text without loss", () => {
  expect(ruleSets.length).toBeGreaterThan(3);
  for (const [name, rules] of [...ruleSets, ["starter", sample.rules] as const]) {
    const text = draftPartText("rules", rules);
    const read = readDraftPart("rules", text, sample);
    expect(read.kind === "part" && read.value, name).toEqual(rules);
    expect(draftPartText("rules", reversed(rules) as Draft["rules"]), name).toBe(text);
  }
});

test("a line holds what fits on it and no more", () => {
  const lines = draftPartText("rules", sample.rules).split("\n");
  expect(lines).toContain('        "decision": { "type": "release", "reason": "exempt", "params": {} },');
  expect(lines.filter((line) => line.startsWith("{") || line.includes("[{")).length).toBe(1);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
});

test("a place is that of the value, or of what holds it", () => {
  const text = '{ "a": [1, { "b": "x" }],\n  "c.d": true }';
  const json = readJsonText(text);
  if (!json.ok) throw new Error(json.problem.code);
  const at = (...path: (string | number)[]) => {
    const { from, to } = placeOf(json.places, path);
    return text.slice(from, to);
  };
  expect(at("a", 1, "b")).toBe('"x"');
  expect(at("a", 0)).toBe("1");
  expect(at("c.d")).toBe("true");
  expect(at("a", 1, "none", 3)).toBe('{ "b": "x" }');
  expect(at()).toBe(text);
  expect(at("none", 0)).toBe(text);
  expect(placeOf(json.places, ["a", 1, "b"]).key).toEqual({ from: text.indexOf('"b"'), to: text.indexOf('"b"') + 3 });
  expect(lineColumnOf(text, placeOf(json.places, ["c.d"]).key!.from)).toEqual({ line: 2, column: 3 });
});

test.each([
  ['{"a": 1,}', "unexpected", 8, "}"],
  ['{"a" 1}', "unexpected", 5, "1"],
  ["[1, two]", "unexpected", 4, "two"],
  ['{"a": 1', "unfinished", 7, ""],
  ["", "unfinished", 0, ""],
  ['["a\nb"]', "badString", 1, '"'],
  ['{"a\\x": 1}', "badString", 1, '"'],
  ['{"a', "badString", 1, '"'],
  ["[01]", "unexpected", 2, "1"],
  ['{"a": 1, "a": 2}', "duplicateKey", 9, "a"],
  ["1 2", "afterEnd", 2, "2"],
  ["[".repeat(70), "tooDeep", 65, "["],
])("%s is refused at its place", (text, code, at, found) => {
  expect(readJsonText(text)).toEqual({ ok: false, problem: { code, at, found } });
});

test("text that is no JSON says so, and text that nests too deep is of the wrong shape as a whole", () => {
  const comma = { kind: "notJson", problem: { code: "unexpected", at: 14, found: "}" } };
  expect(readDraftPart("rules", '{"rules": [], }', sample)).toEqual(comma);
  const text = `{ "rules": ${"[".repeat(50)}${"]".repeat(50)} }`;
  const read = readDraftPart("rules", text, sample);
  if (read.kind !== "wrongShape") throw new Error(read.kind);
  expect(read.diagnostics).toMatchObject([{ code: "shape.tooDeep", path: [] }]);
  const { from, to } = placeOf(read.places, read.diagnostics[0]!.path);
  expect(text.slice(from, to)).toBe(text);
});

test("a part is read whatever is wrong with the other one", () => {
  const rest = { ...sample, rules: { rules: "none" } } as unknown as Draft;
  const read = readDraftPart("tariff", draftPartText("tariff", sample.tariff), rest);
  expect(read).toMatchObject({ kind: "part", value: sample.tariff });
  expect(readDraftPart("rules", '{ "rules": "none" }', rest)).toMatchObject({
    kind: "wrongShape",
    diagnostics: [{ path: ["rules"] }],
  });
});

test("a part that is not of its shape yet is written as it is, each value where it stands", () => {
  const row = { eligibility: {}, rateTable: "standard", rateDiscount: { fixedValue: 5 } };
  const tariff: Draft["tariff"] = { ...sample.tariff, currency: "", rateEligibility: [row] };
  const text = draftPartText("tariff", tariff);
  expect(JSON.parse(text)).toEqual(tariff);
  expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(tariff));
  const lines = text.split("\n").map((line) => line.trim());
  expect(lines).toContain('"currency": "",');
  expect(lines).toContain('"eligibility": {},');
  expect(lines).toContain('"rateDiscount": { "fixedValue": 5 }');
});

test("JSON of the wrong shape says where", () => {
  const text = draftPartText("rules", sample.rules).replace('"release"', '"relaese"');
  const read = readDraftPart("rules", text, sample);
  if (read.kind !== "wrongShape") throw new Error(read.kind);
  const place = placeOf(read.places, read.diagnostics[0]!.path);
  expect(text.slice(place.from, place.to)).toBe('"relaese"');
  expect(readDraftPart("tariff", "7", sample)).toMatchObject({ kind: "wrongShape", diagnostics: [{ path: [] }] });
});
