import { expect, test } from "vitest";
import { operatorsFor } from "#engine/model/operators.ts";
import { factIds } from "#engine/model/vocabulary.ts";
import { completeText } from "./complete-text.ts";

const lanes = [{ id: "exit-1", name: "Exit by the river" }];

/** What is proposed at the bar of a text. */
function at(part: "tariff" | "rules", marked: string, locale: "en" | "zh-CN" = "en") {
  const cursor = marked.indexOf("|");
  const text = marked.replace("|", "");
  const found = completeText(part, text, cursor, { locale, lanes });
  return found && { ...found, texts: found.list.map((each) => each.text), word: text.slice(found.from, found.to) };
}

const leaf = (written: string) => `{ "rules": [{ "when": { "all": [{ ${written} }] } }] }`;

test("keys are those of the schema that are not there yet", () => {
  expect(at("rules", "{ | }")?.texts).toEqual(['"rules": []']);
  const rule = at("rules", '{ "rules": [{ "id": "a", | "group": "money" }] }');
  expect(rule?.texts).toEqual(['"name": ', '"enabled": ', '"when": ', '"ifUnknown": ', '"then": {}']);
  expect(at("rules", leaf('"fact": "fee.due", "op|'))?.word).toBe('"op');
  expect(at("rules", leaf('"fact": "fee.due", |'))?.texts).toEqual(['"operator": ', '"value": ', '"ifUnknown": ']);
  expect(at("tariff", '{ "|": "EUR" }')?.texts).toContain('"currency"');
});

test("of several forms the one that is being written counts", () => {
  const line = (written: string) =>
    `{ "rateTables": [{ "rateLineCollections": [{ "rateLines": [{ ${written} }] }] }] }`;
  expect(at("tariff", line('"rateLineType": |'))?.texts).toEqual(
    ["flatRate", "flatRateTier", "incrementingRate"].map((each) => JSON.stringify(each)),
  );
  expect(at("tariff", line('"rateLineType": "flatRate", |'))?.texts).not.toContain('"incrementPeriod": ');
  expect(at("tariff", line('| , "rateLineType": "incrementingRate"'))?.texts).toContain('"incrementPeriod": ');
});

test("facts, operators, values and actions come from the vocabulary with their words", () => {
  const facts = at("rules", leaf('"fact": "|'));
  expect(facts?.list.map((each) => each.text)).toEqual(factIds.map((id) => JSON.stringify(id)));
  expect(facts?.list.find(({ text }) => text === '"fee.due"')?.meaning).toBe("amount due");
  expect(at("rules", leaf('"fact": "fee.due", "operator": |'), "zh-CN")?.list).toHaveLength(
    operatorsFor("fee.due").length,
  );
  expect(at("rules", leaf('"fact": "lane.direction", "value": "e|"'))?.texts).toEqual([
    '"entry"',
    '"exit"',
    '"transfer"',
  ]);
  expect(at("rules", leaf('"fact": "lane.direction", "operator": "in", "value": ["entry", |'))?.texts).toContain(
    '"exit"',
  );
  expect(at("rules", leaf('"fact": "lists.allow", "value": |'))?.texts).toEqual(["true", "false"]);
  expect(at("rules", leaf('"value": |, "fact": "lane.id"'))?.list).toEqual([
    { text: '"exit-1"', meaning: "Exit by the river" },
  ]);
  const then = (written: string) => `{ "rules": [{ "then": { "decision": { ${written} } } }] }`;
  expect(at("rules", then('"type": "refuse", "reason": |'))?.texts).not.toContain('"paid"');
  expect(at("rules", then('"type": "release", "params": { |'))?.texts).toEqual(['"openForSeconds": ']);
  expect(at("rules", '{ "rules": [{ "then": { "effects": [{ "type": |')?.texts).toContain('"callSupport"');
});

test("nothing is proposed behind a finished value or outside", () => {
  expect(at("rules", '{ "rules": [] | }')).toBeNull();
  expect(at("rules", '{ "rules" | }')).toBeNull();
  expect(at("rules", "|")).toBeNull();
});
