import { describe, expect, it } from "vitest";
import { readDraft } from "../model/draft.ts";
import { hourlyTariff } from "../model/hourly-tariff.ts";
import type { Condition, DecisionAction, EffectAction, ReleaseRule } from "../model/rule.ts";
import { checkRules } from "./check-rules.ts";

const fits: Condition = { fact: "lane.direction", operator: "equal", value: "exit" };

function rule(change: Partial<ReleaseRule>): ReleaseRule {
  return {
    id: "r",
    group: "money",
    when: { all: [fits] },
    ifUnknown: "skip",
    // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
    then: { decision: { type: "release", reason: "other", params: {} }, effects: [] },
    ...change,
  };
}

function found(...rules: ReleaseRule[]): string[] {
  return checkRules({ rules }, ["rules"]).map(({ code, path }) => `${code} ${path.join(".")}`);
}

function foundIn(condition: Condition): string[] {
  return found(rule({ when: condition }));
}

function foundBy(decision: DecisionAction | undefined, ...effects: EffectAction[]): string[] {
  // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
  return found(rule({ then: { ...(decision ? { decision } : {}), effects } }));
}

function deep(levels: number): Condition {
  return levels === 0 ? fits : { not: deep(levels - 1) };
}

const conditions: [what: string, condition: Condition, found: string[]][] = [
  ["a sound condition", fits, []],
  ["a rule that always holds", { all: [] }, []],
  ["an empty group further in", { any: [fits, { all: [] }] }, ["rule.emptyGroup rules.rules.0.when.any.1"]],
  [
    "an operator of another type",
    { fact: "fee.due", operator: "contains", value: 1 },
    ["condition.operator rules.rules.0.when.operator"],
  ],
  [
    "whether something certain is known",
    { fact: "lane.id", operator: "isKnown" },
    ["condition.operator rules.rules.0.when.operator"],
  ],
  [
    "no value",
    { all: [{ fact: "fee.due", operator: "equal" }] },
    ["condition.valueMissing rules.rules.0.when.all.0.value"],
  ],
  [
    "a value where none is taken",
    { not: { fact: "fee.due", operator: "isKnown", value: 1 } },
    ["condition.valueNotAllowed rules.rules.0.when.not.value"],
  ],
  [
    "text for a number",
    { fact: "fee.due", operator: "equal", value: "1" },
    ["condition.valueType rules.rules.0.when.value"],
  ],
  [
    "one value for several",
    { fact: "lane.mode", operator: "in", value: "closed" },
    ["condition.valueType rules.rules.0.when.value"],
  ],
  [
    "several values for one",
    { fact: "lane.mode", operator: "equal", value: ["closed"] },
    ["condition.valueType rules.rules.0.when.value"],
  ],
  [
    "a value that is not in the list",
    { fact: "lane.mode", operator: "in", value: ["closed", "ajar"] },
    ["condition.valueNotInList rules.rules.0.when.value"],
  ],
  [
    "a value out of range",
    { fact: "clock.dayOfWeek", operator: "equal", value: 8 },
    ["condition.valueOutOfRange rules.rules.0.when.value"],
  ],
  [
    "part of a cent",
    { fact: "fee.due", operator: "lessThan", value: 1.5 },
    ["condition.valueType rules.rules.0.when.value"],
  ],
  ["a share", { fact: "plate.confidence", operator: "lessThan", value: 0.85 }, []],
  [
    "a typed plate",
    { fact: "plate.text", operator: "equal", value: "AB12345" },
    ["condition.personalValue rules.rules.0.when.value"],
  ],
  ["two plates of the passage", { fact: "plate.text", operator: "equal", value: { fact: "match.plate" } }, []],
  [
    "money against minutes",
    { fact: "fee.due", operator: "lessThan", value: { fact: "payment.age" } },
    ["condition.notComparable rules.rules.0.when.value"],
  ],
  ["six levels", deep(5), []],
  ["seven levels", deep(6), [`rule.tooDeep rules.rules.0.when${".not".repeat(6)}`]],
  [
    "too many conditions",
    { any: [{ all: Array(40).fill(fits) }, { all: Array(40).fill(fits) }] },
    ["rule.tooManyConditions rules.rules.0.when"],
  ],
];

describe("checkRules", () => {
  it.each(conditions)("on %s", (_what, condition, expected) => {
    expect(foundIn(condition)).toEqual(expected);
  });

  it("finds a name used twice and the reserved one", () => {
    expect(found(rule({}), rule({}))).toEqual(["rule.duplicateId rules.rules.1.id"]);
    expect(found(rule({ id: "otherwise" }))).toEqual(["rule.reservedId rules.rules.0.id"]);
  });

  it("finds a rule that does nothing", () => {
    expect(foundBy(undefined)).toEqual(["rule.nothingToDo rules.rules.0.then"]);
  });

  it("finds a reason that is not offered", () => {
    expect(foundBy({ type: "release", reason: "full", params: {} })).toEqual([
      "action.reason rules.rules.0.then.decision.reason",
    ]);
  });

  it("finds a typed amount, a missing one, and one that refers elsewhere", () => {
    const at = "rules.rules.0.then.decision.params.amount";
    expect(foundBy({ type: "requestPayment", reason: "feeDue", params: { amount: 500 } })).toEqual([
      `action.paramFact ${at}`,
    ]);
    expect(foundBy({ type: "requestPayment", reason: "feeDue", params: {} })).toEqual([`action.paramMissing ${at}`]);
    const elsewhere = {
      type: "requestPayment",
      reason: "feeDue",
      params: { amount: { fact: "debt.amount" } },
    } as const;
    expect(foundBy(elsewhere)).toEqual([`action.paramFact ${at}`]);
  });

  it("finds parameters of another form", () => {
    const decision = (type: DecisionAction["type"], reason: DecisionAction["reason"], params: object) =>
      foundBy({ type, reason, params } as DecisionAction);
    const at = (param: string) => `rules.rules.0.then.decision.params.${param}`;
    const amount = { fact: "fee.due" };
    expect(decision("requestConfirm", "noPlate", { who: "support", candidates: "yes" })).toEqual([
      `action.paramType ${at("candidates")}`,
    ]);
    expect(decision("requestConfirm", "noPlate", { who: "support", candidates: true })).toEqual([]);
    expect(decision("requestPayment", "feeDue", { amount, channels: "cash" })).toEqual([
      `action.paramType ${at("channels")}`,
    ]);
    expect(decision("requestPayment", "feeDue", { amount, channels: ["cash", "shells"] })).toEqual([
      `action.paramNotInList ${at("channels")}`,
    ]);
    expect(decision("requestPayment", "feeDue", { amount, channels: ["cash", "qrCode"] })).toEqual([]);
  });

  it("finds texts that are none, empty or too long", () => {
    const shown = (lines: unknown) => foundBy(undefined, { type: "say", params: { template: "text", lines } as never });
    const at = "rules.rules.0.then.effects.0.params.lines";
    expect(shown("Hello")).toEqual([`action.paramType ${at}`]);
    expect(shown(["Hello", 4])).toEqual([`action.paramType ${at}`]);
    expect(shown(["Hello", ""])).toEqual([`action.paramTooLong ${at}`]);
    expect(shown(["Hello", "you"])).toEqual([]);
    expect(foundBy(undefined, { type: "openSession", params: { areaId: "x".repeat(65) } })).toEqual([
      "action.paramTooLong rules.rules.0.then.effects.0.params.areaId",
    ]);
    expect(foundBy(undefined, { type: "openSession", params: { areaId: "roof" } })).toEqual([]);
  });

  it("finds each wrong parameter of an effect", () => {
    const at = "rules.rules.0.then.effects";
    expect(
      foundBy(
        undefined,
        { type: "setLaneMode", params: { mode: "closed" } },
        { type: "setLaneMode", params: { mode: "ajar", forMinutes: 1_441 } },
        { type: "flagAnomaly", params: { code: "debt", severity: 1.5, attach: ["smell"] } },
        { type: "display", params: { template: "text", lines: ["a", "b", "c", "d", "e"], colour: "red" } },
        { type: "display", params: { template: "text", lines: ["x".repeat(41)], seconds: 5 } },
        { type: "moveSession", params: { areaId: { fact: "plate.text" } } },
        { type: "moveSession", params: { areaId: { fact: "area.fromId" } } },
        { type: "moveSession", params: { areaId: 4 } },
      ),
    ).toEqual([
      `action.paramMissing ${at}.0.params.forMinutes`,
      `action.paramNotInList ${at}.1.params.mode`,
      `action.paramOutOfRange ${at}.1.params.forMinutes`,
      `action.paramType ${at}.2.params.severity`,
      `action.paramNotInList ${at}.2.params.attach`,
      `action.paramUnknown ${at}.3.params.colour`,
      `action.paramTooLong ${at}.3.params.lines`,
      `action.paramTooLong ${at}.4.params.lines`,
      `action.paramFact ${at}.5.params.areaId`,
      `action.paramType ${at}.7.params.areaId`,
    ]);
  });
});

describe("readDraft", () => {
  const tariff = hourlyTariff({ currency: "CNY", rateTableName: "Standard", hourMinor: 500 });

  function shape(rules: unknown): string[] {
    const read = readDraft({ tariff, rules: { rules } });
    return read.ok ? [] : read.diagnostics.map(({ code, path }) => `${code} ${path.join(".")}`);
  }

  it("reads a sound draft", () => {
    expect(readDraft({ tariff, rules: { rules: [rule({})] } })).toEqual({
      ok: true,
      draft: { tariff, rules: { rules: [rule({})] } },
    });
  });

  it("points at the innermost value at fault, through groups", () => {
    expect(
      shape([rule({ when: { all: [{ any: [fits, { fact: "fee.due", operator: "eq", value: 1 }] }] } as never })]),
    ).toEqual(["shape.value rules.rules.0.when.all.0.any.1.operator"]);
    expect(shape([rule({ when: { all: [{ any: [] }] } })])).toEqual(["shape.tooSmall rules.rules.0.when.all.0.any"]);
    expect(shape([rule({ when: { all: [{ ...fits, colour: 1 }] } as never })])).toEqual([
      "shape.unknownKey rules.rules.0.when.all.0.colour",
    ]);
    expect(shape([rule({ when: { all: [{ some: [] }] } as never })])).toEqual(["shape.form rules.rules.0.when.all.0"]);
    expect(shape([rule({ group: "fun" as never })])).toEqual(["shape.value rules.rules.0.group"]);
    expect(shape([rule({ id: "No Good" })])).toEqual(["shape.format rules.rules.0.id"]);
    expect(shape([rule({ name: "x".repeat(121) })])).toEqual(["shape.tooBig rules.rules.0.name"]);
  });

  it("refuses hostile nesting without reading it", () => {
    let value: unknown = fits;
    for (let level = 0; level < 20_000; level += 1) value = { not: value };
    expect(shape([rule({ when: value as Condition })])).toEqual(["shape.tooDeep "]);
  });
});
