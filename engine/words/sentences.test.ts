import { describe, expect, it } from "vitest";
import { compileReleaseRules } from "../compile/compile-rules.ts";
import { explain } from "../decide/explain.ts";
import { prepareRelease } from "../decide/prepare-release.ts";
import { type PartialFacts, totalFacts } from "../model/facts.ts";
import { operatorsFor } from "../model/operators.ts";
import type { Condition, ReleaseRule } from "../model/rule.ts";
import { starterRules } from "../model/starter-rules.ts";
import { factIds } from "../model/vocabulary.ts";
import { actionWord, decisionWord, paramWord } from "./action-words.ts";
import { conditionText, leafText } from "./condition-text.ts";
import { locales } from "./locale.ts";
import { decisionText, effectText, ruleSentence, unknownSentence } from "./rule-sentence.ts";
import { starterRuleName } from "./starter-rule-words.ts";
import { firstFailed, traceLeafText, traceSeenText } from "./trace-text.ts";
import { durationText, valueText } from "./value-text.ts";
import { whySentence } from "./why-sentence.ts";

const cny = { currency: "CNY" };
const paidLately: Condition = { fact: "payment.age", operator: "lessThan", value: 15 };
const atExit: Condition = { fact: "lane.direction", operator: "equal", value: "exit" };

function rule(when: Condition, then: ReleaseRule["then"]): ReleaseRule {
  return { id: "r", group: "money", when, ifUnknown: "skip", then };
}

const open: ReleaseRule["then"] = { decision: { type: "release", reason: "paid", params: {} }, effects: [] };

const conditions: [condition: Condition, en: string, zh: string][] = [
  [paidLately, "the time since payment is less than 15 min", "付款后经过的时间小于15分钟"],
  [{ not: paidLately }, "the time since payment is at least 15 min", "付款后经过的时间不少于15分钟"],
  [
    { fact: "fee.due", operator: "lessThanInclusive", value: 1250 },
    "the amount due is at most ¥12.50",
    "应付金额不超过¥12.50",
  ],
  [{ fact: "fee.due", operator: "lessThanInclusive", value: 0 }, "nothing is due", "无需付款"],
  [{ not: { fact: "fee.due", operator: "lessThanInclusive", value: 0 } }, "something is due", "有待付费用"],
  [
    { fact: "lists.block", operator: "equal", value: false },
    "the vehicle is not on the block list",
    "车辆不在黑名单中",
  ],
  [{ fact: "lists.block", operator: "notEqual", value: false }, "the vehicle is on the block list", "车辆在黑名单中"],
  [
    { fact: "lists.block", operator: "isUnknown" },
    "it is not known whether the vehicle is on the block list",
    "不清楚“车辆在黑名单中”是否成立",
  ],
  [{ fact: "plate.text", operator: "isUnknown" }, "the plate was not read", "车牌未识别"],
  [
    { fact: "vehicle.class", operator: "in", value: ["bus", "lorry"] },
    "the vehicle class is bus or lorry",
    "车型为大型客车、货车",
  ],
  [{ fact: "vehicle.class", operator: "in", value: ["bus"] }, "the vehicle class is bus", "车型为大型客车"],
  [
    { fact: "vehicle.class", operator: "notIn", value: ["bus", "lorry"] },
    "the vehicle class is none of bus or lorry",
    "车型不为大型客车、货车",
  ],
  [
    { fact: "clock.dayOfWeek", operator: "in", value: [6, 7] },
    "the day of the week is Saturday or Sunday",
    "星期为星期六、星期日",
  ],
  [
    { fact: "clock.timeOfDay", operator: "greaterThanInclusive", value: 1320 },
    "the time of day is at least 22:00",
    "时刻不少于22:00",
  ],
  [
    { fact: "plate.confidence", operator: "lessThan", value: 0.85 },
    "the certainty of the plate reading is less than 85%",
    "车牌识别可信度小于85%",
  ],
  [
    { fact: "fee.due", operator: "lessThanInclusive", value: { fact: "autoPay.limit" } },
    "the amount due is at most the limit of automatic payment",
    "应付金额不超过自动扣费限额",
  ],
  [
    { fact: "validation.types", operator: "contains", value: "full" },
    "the validations include free",
    "优惠种类包含全免",
  ],
  [
    { any: [atExit, { all: [paidLately, atExit] }] },
    "the vehicle is at an exit or (the time since payment is less than 15 min and the vehicle is at an exit)",
    "车辆在出口，或（付款后经过的时间小于15分钟，且车辆在出口）",
  ],
  [
    { not: { any: [atExit, paidLately] } },
    "the vehicle is not at an exit and the time since payment is at least 15 min",
    "车辆不在出口，且付款后经过的时间不少于15分钟",
  ],
  [
    { fact: "session.enteredAt", operator: "lessThan", value: 1795305840000 },
    "the time of entry is less than 2026-11-22 00:04 UTC",
    "入场时间小于2026-11-22 00:04 UTC",
  ],
];

describe("conditionText", () => {
  it.each(conditions)("%j", (condition, en, zh) => {
    expect([conditionText(condition, "en", cny), conditionText(condition, "zh-CN", cny)]).toEqual([en, zh]);
  });

  it("says every operator of every fact in each language, without leaving an id in", () => {
    for (const fact of factIds) {
      for (const operator of operatorsFor(fact)) {
        for (const locale of locales) {
          const text = leafText({ fact, operator, limit: null }, locale);
          expect(text).not.toMatch(/undefined|null|\w\.\w/);
          expect(/\p{Script=Han}/u.test(text)).toBe(locale === "zh-CN");
        }
      }
    }
  });
});

describe("ruleSentence", () => {
  it("reads a rule back", () => {
    const then: ReleaseRule["then"] = {
      decision: {
        type: "requestPayment",
        reason: "feeDue",
        params: { amount: { fact: "fee.due" }, channels: ["qrCode", "cash"], timeoutSeconds: 60 },
      },
      effects: [
        { type: "display", params: { template: "pleasePay" } },
        { type: "callSupport", params: { reason: "other" } },
      ],
    };
    const both = { all: [atExit, paidLately] };
    expect(ruleSentence(rule(both, then), "en")).toBe(
      "When the vehicle is at an exit and the time since payment is less than 15 min, ask for payment by QR code, cash within 60 s (fee due), show “Please pay” on the display and call support (other).",
    );
    expect(ruleSentence(rule(both, then), "zh-CN")).toBe(
      "当车辆在出口，且付款后经过的时间小于15分钟时，要求付款（有待付费用，方式为扫码付款、现金，最长等待60秒），屏幕显示“请缴费”，呼叫客服（其他）。",
    );
  });

  it("says that a rule always holds", () => {
    expect(ruleSentence(rule({ all: [] }, open), "en")).toBe("Always open the gate (paid).");
    expect(ruleSentence(rule({ all: [] }, open), "zh-CN")).toBe("任何情况下，开闸放行（已付款）。");
  });

  it("says what unknown does", () => {
    expect(unknownSentence({ ifUnknown: "holds" }, "en")).toBe("What is not known yet counts as met.");
    expect(unknownSentence({ ifUnknown: "skip" }, "zh-CN")).toBe("信息未知时，视为条件不成立。");
  });

  it("says every decision and its parameters", () => {
    const said = locales.map((locale) => [
      decisionText({ type: "release", reason: "paid", params: { openForSeconds: 20 } }, locale),
      decisionText({ type: "hold", reason: "offline", params: { retryAfterSeconds: 5 } }, locale),
      decisionText({ type: "requestConfirm", reason: "noPlate", params: { who: "support" } }, locale),
    ]);
    expect(said).toEqual([
      [
        "open the gate for 20 s (paid)",
        "hold the vehicle and try again after 5 s (no link to the cloud)",
        "ask a person to confirm (support) (no plate)",
      ],
      ["开闸放行（已付款，开闸20秒）", "拦停车辆（与云端断开，5秒后重试）", "请人工确认（无车牌，由客服确认）"],
    ]);
  });

  it("says every effect and what matters of it", () => {
    const names = { names: { b: "Basement" } };
    const said = locales.map((locale) => [
      effectText({ type: "display", params: { template: "text", lines: ["Hello", "you"] } }, locale),
      effectText({ type: "say", params: { template: "welcome" } }, locale),
      effectText({ type: "flagAnomaly", params: { code: "debt", severity: 1 } }, locale),
      effectText({ type: "setLaneMode", params: { mode: "closed", forMinutes: 90 } }, locale),
      effectText({ type: "adjustCount", params: { areaId: "b", delta: 1 } }, locale),
      effectText({ type: "adjustCount", params: { areaId: "b", delta: -1 } }, locale),
      effectText({ type: "moveSession", params: { areaId: "b" } }, locale, names),
      effectText({ type: "openSession", params: { areaId: "roof" } }, locale, names),
      effectText({ type: "moveSession", params: { areaId: { fact: "area.id" } } }, locale),
      effectText({ type: "chargeAuto", params: { amount: { fact: "fee.due" } } }, locale),
      effectText({ type: "recordDebt", params: { amount: { fact: "fee.due" } } }, locale),
    ]);
    expect(said).toEqual([
      [
        "show “Hello you” on the display",
        "say “Welcome”",
        "note an anomaly (unpaid fees)",
        "set the lane to closed for 1 h 30 min",
        "change the area's count by +1",
        "change the area's count by -1",
        "move the stay to another area (Basement)",
        "start the stay (roof)",
        "move the stay to another area",
        "charge automatically",
        "record as unpaid",
      ],
      [
        "屏幕显示“Hello you”",
        "语音播报“欢迎光临”",
        "记录异常（欠费）",
        "将车道设为“关闭”1小时30分钟",
        "区域计数+1",
        "区域计数-1",
        "将停车转到其他区域（Basement）",
        "开始停车（roof）",
        "将停车转到其他区域",
        "自动扣费",
        "记为欠费",
      ],
    ]);
  });
});

describe("words of actions", () => {
  it("uses the console's status words", () => {
    const words = (["release", "hold", "refuse", "requestPayment", "requestConfirm"] as const).map((type) =>
      decisionWord(type, "en"),
    );
    expect(words).toEqual(["Opened", "Held", "Refused", "Waiting for payment", "Waiting for a person"]);
  });

  it("shows what it does not know as it is", () => {
    expect([actionWord("callSupport", "en"), actionWord("fly", "en"), paramWord("wings", "en")]).toEqual([
      "call support",
      "fly",
      "wings",
    ]);
    expect([starterRuleName("lot-full", "en"), starterRuleName("mine", "en")]).toEqual(["Lot full", "mine"]);
  });
});

describe("values", () => {
  it("says lengths of time", () => {
    expect([0, 22, 60, 130, 1440, 1505, -7].map((minutes) => durationText(minutes, "en"))).toEqual([
      "0 min",
      "22 min",
      "1 h",
      "2 h 10 min",
      "1 d",
      "1 d 1 h 5 min",
      "7 min",
    ]);
    expect(durationText(130, "zh-CN")).toBe("2小时10分钟");
  });

  it("says unknown, yes and lists", () => {
    expect(valueText("fee.due", null, "en")).toBe("not known yet");
    expect(valueText("lists.block", true, "zh-CN")).toBe("是");
    expect(valueText("lists.block", false, "en")).toBe("no");
    expect(valueText("session.areas", ["a", "b"], "en", { names: { a: "Roof" } })).toBe("Roof, b");
    expect(valueText("fee.due", 1250, "en")).toBe("12.50");
    expect(valueText("visits.today", 3, "en")).toBe("3");
    expect(["6", "8"].map((day) => valueText("clock.dayOfWeek", day, "zh-CN"))).toEqual(["星期六", "8"]);
  });
});

describe("whySentence", () => {
  function why(rules: ReleaseRule[], facts: PartialFacts): string[] {
    const bundle = { release: prepareRelease(compileReleaseRules({ rules })) };
    const trace = explain(bundle, totalFacts(facts));
    return locales.map((locale) => whySentence(trace.decision, trace, locale, cny));
  }

  const exit: PartialFacts = {
    "lane.direction": "exit",
    "lane.mode": "normal",
    "plate.text": "AB12345",
    "match.kind": "exact",
    "session.open": true,
    "payment.state": "none",
  };

  it("gives the fact and the limit that it missed", () => {
    const paid = {
      ...rule({ all: [atExit, { fact: "payment.age", operator: "lessThanInclusive", value: 15 }] }, open),
      id: "paid",
    };
    const hold: ReleaseRule["then"] = { decision: { type: "hold", reason: "other", params: {} }, effects: [] };
    const rest = { ...rule({ fact: "fee.due", operator: "greaterThan", value: 0 }, hold), id: "rest" };
    expect(why([paid, rest], { ...exit, "payment.age": 22, "fee.due": 500 })).toEqual([
      "Paid 22 min ago; rule 1 allows 15 min. Held by rule 2: something is due.",
      "22分钟前付款；规则1允许15分钟。规则2已拦停：有待付费用。",
    ]);
  });

  const starter: [what: string, facts: PartialFacts, en: string, zh: string][] = [
    [
      "a fee",
      { "fee.due": 1500 },
      "The amount due is ¥15.00; rule 21 asks that nothing is due. Waiting for payment by rule 23: something is due.",
      "应付金额为¥15.00；规则21要求无需付款。规则23等待付款：有待付费用。",
    ],
    [
      "a payment too long ago",
      { "fee.due": 1500, "payment.state": "paid", "payment.graceLeft": -7 },
      "The time to leave after payment ended 7 min ago; rule 22 needs it not to be over. Waiting for payment by rule 23: something is due.",
      "付款后的离场时限已过7分钟；规则22要求未过。规则23等待付款：有待付费用。",
    ],
    ["nothing due", { "fee.due": 0 }, "Opened by rule 21: nothing is due.", "规则21已放行：无需付款。"],
    [
      "a rule of the lane alone",
      { "lane.direction": "entry" },
      "Opened by rule 17: the vehicle is at an entry.",
      "规则17已放行：车辆在入口。",
    ],
    [
      "a similar plate",
      { "match.kind": "fuzzy", "session.open": null },
      "Waiting for a person by rule 19: the plate only resembles a known vehicle's.",
      "规则19等待人工：车牌仅与已知车辆相似。",
    ],
    [
      "what was not known",
      { "fee.due": null },
      "Held: no rule decided; not known yet: exempt list, kind of plate, second vehicle close behind.",
      "已拦停：没有规则作出决定；暂不清楚：豁免名单、车牌种类、后方是否有车跟随。",
    ],
  ];

  it.each(starter)("tells of %s", (_what, facts, en, zh) => {
    expect(why(starterRules().rules, { ...exit, ...facts })).toEqual([en, zh]);
  });

  it("does not tell of a limit on a fact that it has no word for", () => {
    const decision = { ...explain({ release: prepareRelease({ rules: [] }) }, totalFacts({})).decision };
    const leaf = (fact: string, result: boolean) => {
      return { kind: "fact" as const, result, fact, operator: "lessThan", seen: 5, limit: result ? 9 : 4 };
    };
    const tried = (fact: string) => {
      const condition = { kind: "all" as const, result: false, conditions: [leaf("fee.due", true), leaf(fact, false)] };
      return { ruleId: fact, group: "money" as const, outcome: "notMatched" as const, condition };
    };
    const why = (fact: string) => whySentence(decision, { v: 1, decision, rules: [tried(fact)] }, "en", cny);
    expect(why("moon.phase")).toBe("Held: no rule decided.");
    expect(why("payment.age")).toBe("Paid 5 min ago; rule 1 allows 4 min. Held: no rule decided.");
  });

  it("says plainly that no rule decided", () => {
    expect(why([], exit)).toEqual(["Held: no rule decided.", "已拦停：没有规则作出决定。"]);
  });
});

describe("words of a trace", () => {
  it("says the first condition that failed, what it asked and what was seen", () => {
    const bundle = {
      release: prepareRelease(compileReleaseRules({ rules: [rule({ all: [atExit, paidLately] }, open)] })),
    };
    const trace = explain(bundle, totalFacts({ "lane.direction": "exit", "payment.age": 22 }));
    const failed = firstFailed(trace.rules[0]!.condition)!;
    expect(traceLeafText(failed, "en")).toBe("the time since payment is less than 15 min");
    expect(traceSeenText(failed, "en")).toBe("time since payment: 22 min");
    expect(traceSeenText(failed, "zh-CN")).toBe("付款后经过的时间：22分钟");
    expect(
      firstFailed(explain(bundle, totalFacts({ "lane.direction": "exit", "payment.age": 2 })).rules[0]!.condition),
    ).toBeNull();
  });

  it("shows a fact of a newer bundle as it is", () => {
    const leaf = { kind: "fact" as const, result: false, fact: "moon.phase", operator: "equal", seen: 3, limit: 4 };
    expect([traceLeafText(leaf, "en"), traceSeenText(leaf, "en")]).toEqual(["moon.phase equal 4", "moon.phase: 3"]);
  });
});
