import { describe, expect, it } from "vitest";
import { readTiers } from "./read-tiers.ts";

const tier = (durationEnd: number | undefined, value: number) => ({
  rateLineType: "flatRateTier",
  ...(durationEnd !== undefined && { durationEnd }),
  value,
});

describe("a ladder from a spreadsheet", () => {
  it.each([
    [
      "tabs, a heading and hours",
      "Up to\tPrice\n1 h\t2.00\n2 h\t3.50\n24 h\t9",
      [tier(60, 200), tier(120, 350), tier(1440, 900)],
    ],
    ["commas and ranges", "0-60,2.00\n60-90,3\nmore,12", [tier(60, 200), tier(90, 300), tier(undefined, 1200)]],
    ["semicolons and decimal commas", "1:30;€ 2,50\n1 d;9,00", [tier(90, 250), tier(1440, 900)]],
    ["Chinese", "1小时\t5\n2 小时 30 分钟\t12\n以上\t30", [tier(60, 500), tier(150, 1200), tier(undefined, 3000)]],
    ["further cells between", "60\tshort\t2.00\n", [tier(60, 200)]],
  ])("reads %s", (_, text, tiers) => {
    expect(readTiers(text, "EUR")).toEqual({ tiers, problems: [] });
  });

  it("names each row that it cannot read", () => {
    expect(readTiers("60\t2.00\nsoon\t3.00\n30\t4.00\n120\tdear", "EUR")).toEqual({
      tiers: [tier(60, 200)],
      problems: [
        { row: 2, code: "length", text: "soon 3.00" },
        { row: 3, code: "order", text: "30 4.00" },
        { row: 4, code: "price", text: "120 dear" },
      ],
    });
  });

  it("has a bound", () => {
    expect(readTiers("9".repeat(20_001), "EUR").problems).toEqual([{ row: 1, code: "tooLong", text: "" }]);
    const many = Array.from({ length: 60 }, (_, n) => `${n + 1}\t1`).join("\n");
    expect(readTiers(many, "EUR").tiers).toHaveLength(50);
  });
});
