import { describe, expect, it } from "vitest";
import type { Finding } from "../verify/finding.ts";
import { findingText, situationsText, undecidedText } from "./finding-text.ts";
import { locales } from "./locale.ts";

const finding = (more: Partial<Finding>): Finding => ({
  code: "rule.hidden",
  severity: "warning",
  path: [],
  params: {},
  ...more,
});
const names = { paid: "Paid", free: "Free first hour", "out-1": "North exit" };

describe("findingText", () => {
  it("names the rules that hide a rule", () => {
    const hidden = finding({ params: { ruleId: "x", rules: "paid, free" }, hiddenBy: ["paid", "free"] });
    expect(findingText(hidden, "en", { names })).toBe(
      "This rule can never act: wherever it would match, “Paid”, “Free first hour” decided before.",
    );
    expect(findingText(hidden, "zh-CN", { names })).toBe(
      "此规则永远不会生效：凡是它会匹配的情况，都已先由“Paid”、“Free first hour”决定。",
    );
  });

  it("names the rule that another contradicts, by its id when it has no name", () => {
    const against = (rule: string) =>
      findingText(finding({ code: "rule.contradicts", params: { ruleId: "x", rule } }), "en", { names });
    expect(against("paid")).toContain("This rule and “Paid” ask about the same things");
    expect(against("other")).toContain("This rule and “other” ask");
  });

  it("names the lane that nobody can leave by", () => {
    const trapped = finding({ code: "lane.noWayOut", severity: "error", params: { lane: "out-1" } });
    expect(findingText(trapped, "en", { names })).toContain("No vehicle can leave by North exit");
    expect(findingText({ ...trapped, params: { lane: "out-2" } }, "zh-CN", { names })).toContain("从out-2离场");
  });

  it("tells the situations that no rule decides", () => {
    const region = { where: [], usual: [{ fact: "lists.block" as const, operator: "isKnown" as const }], unless: [] };
    const gap = finding({ code: "rules.onlyOtherwise", region });
    expect(findingText(gap, "en")).toBe(
      "When all is as usual, no rule decides: the vehicle is held and support is called.",
    );
    expect(findingText(gap, "zh-CN")).toBe("一切如常时，没有规则作出决定：将拦停车辆并呼叫客服。");
  });

  it("says what a finding with another region says of itself", () => {
    const region = { where: [], usual: [], unless: [] };
    expect(findingText(finding({ code: "rule.redundant", region }), "en")).toBe(
      "This rule changes nothing: without it every vehicle is decided alike.",
    );
  });
});

describe("situationsText", () => {
  it("says what is special, what is as usual and up to three exceptions", () => {
    const is = (fact: "lane.direction" | "lane.mode", value: string) => ({ fact, operator: "equal" as const, value });
    const where = [is("lane.direction", "exit")];
    const unless = [is("lane.mode", "closed")];
    const said = (usual: typeof unless) => locales.map((locale) => situationsText({ where, usual, unless }, locale));
    expect(said([])).toEqual([
      "When the vehicle is at an exit (unless the lane is closed)",
      "当车辆在出口时（车道已关闭除外）",
    ]);
    expect(said([is("lane.mode", "normal")])).toEqual([
      "When the vehicle is at an exit, and all else is as usual (unless the lane is closed)",
      "当车辆在出口，其他一切如常时（车道已关闭除外）",
    ]);
  });

  it("counts exceptions beyond the third", () => {
    const unless = ["closed", "heldOpen", "normal", "closedToTransient", "closed"].map((value) => ({
      fact: "lane.mode" as const,
      operator: "equal" as const,
      value,
    }));
    expect(situationsText({ where: [], usual: [], unless }, "en")).toBe(
      "Always (unless the lane is closed, or the lane is held open, or the lane works normally, or one of 2 more exceptions)",
    );
    expect(situationsText({ where: [], usual: [], unless }, "zh-CN")).toBe(
      "任何情况下（车道已关闭，或车道常开，或车道为正常模式，或其他2种例外除外）",
    );
  });
});

describe("undecidedText", () => {
  it("has words for every question that can stay open", () => {
    const questions = [
      "rule.hidden",
      "rule.redundant",
      "rule.contradicts",
      "rules.onlyOtherwise",
      "rules.unknownUnhandled",
      "lane.noWayOut",
      "rules.differ",
      "stayHistory",
    ];
    for (const question of questions) {
      for (const locale of locales) expect(undecidedText({ path: [], question }, locale)).not.toContain(question);
    }
    expect(undecidedText({ path: [], question: "other" }, "en")).toBe("Something was not settled (other).");
    expect(undecidedText({ path: [], question: "other" }, "zh-CN")).toBe("未能确定（other）。");
  });
});
