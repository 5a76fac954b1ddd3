import { expect, it } from "vitest";
import { starterRules } from "#engine/model/starter-rules.ts";
import { ruleSentence } from "#engine/words/rule-sentence.ts";
import { rulesWith } from "./find-rule.tsx";

const words = {
  ruleTitle: ({ name }: { name?: string | undefined }) => name,
  ruleSentence: (rule: Parameters<typeof ruleSentence>[0]) => ruleSentence(rule, "en", {}),
};
const { rules } = starterRules();
const named = rules.map((rule, index) => ({ ...rule, name: `Number ${index}` }));

it("finds the rules whose name or sentence has every word, in any case and order", () => {
  const found = rulesWith(named, { sought: " 1  NUMBER ", openId: null }, words);
  expect(found.length).toBeGreaterThan(0);
  expect(found.length).toBeLessThan(named.length);
  const said = found.every((rule) => `${rule.name} ${words.ruleSentence(rule)}`.toLowerCase().includes("1"));
  expect(said).toBe(true);
  expect(rulesWith(named, { sought: "no such words", openId: null }, words)).toEqual([]);
  expect(rulesWith(named, { sought: "  ", openId: null }, words)).toBe(named);
});

it("keeps the rule that somebody writes in", () => {
  const [first] = named;
  expect(rulesWith(named, { sought: "no such words", openId: first!.id }, words)).toEqual([first]);
});
