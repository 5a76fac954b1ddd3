import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { isFactId } from "../model/vocabulary.ts";
import { diagnosticText } from "./diagnostic-text.ts";
import { diagnosticWords } from "./diagnostic-words.ts";
import { locales } from "./locale.ts";
import { reasonWord } from "./reason-words.ts";
import { outcomeWord } from "./rule-words.ts";

const engine = path.join(import.meta.dirname, "..");

/** Every diagnostic code that the engine's checks give: dotted names that are not facts, and why a bundle is refused. */
function codesInSources(): Set<string> {
  const checks = [
    ...["model/shape-diagnostics.ts", "model/draft.ts"],
    ...[...filesOf("compile"), ...filesOf("price"), ...sourcesIn("exchange"), ...sourcesIn("verify")],
  ];
  const codes = checks.flatMap((file) => {
    const source = readFileSync(path.join(engine, file), "utf8");
    return [...source.matchAll(/(?<!question: )"([a-z][a-zA-Z]*\.[a-z][a-zA-Z]*)"/g)].map((match) => match[1]!);
  });
  return new Set([...codes.filter((code) => !isFactId(code)), ...bundleCodes()]);
}

function bundleCodes(): string[] {
  const loading = readFileSync(path.join(engine, "compile/load-bundle.ts"), "utf8");
  const thrown = [...loading.matchAll(/new BundleError\(\s*"([a-zA-Z]+)"/g)].map((match) => match[1]!);
  const read = [...loading.matchAll(/\bread\([a-zA-Z]+, [^"]*"([a-zA-Z]+)"/g)].map((match) => match[1]!);
  return [...thrown, ...read].map((code) => `bundle.${code}`);
}

function filesOf(folder: string): string[] {
  const files = readdirSync(path.join(engine, folder)).filter((file) => /^check-.*(?<!\.test)\.ts$/.test(file));
  return files.map((file) => path.join(folder, file));
}

function sourcesIn(folder: string): string[] {
  const files = readdirSync(path.join(engine, folder), { recursive: true, encoding: "utf8" });
  return files.filter((file) => /(?<!\.test)\.ts$/.test(file)).map((file) => path.join(folder, file));
}

describe("diagnostic words", () => {
  it("exist for every code of the engine, and for no other", () => {
    expect(Object.keys(diagnosticWords).sort()).toEqual([...codesInSources()].sort());
  });

  it("use the same parameters in both languages", () => {
    const params = (text: string) => [...text.matchAll(/\{[a-zA-Z]+\}/g)].map(([param]) => param).sort();
    for (const words of Object.values(diagnosticWords)) expect(params(words["zh-CN"])).toEqual(params(words.en));
  });

  it("are written in their own script", () => {
    for (const words of Object.values(diagnosticWords)) {
      expect(words.en).not.toMatch(/\p{Script=Han}/u);
      expect(words["zh-CN"]).toMatch(/\p{Script=Han}/u);
    }
  });

  it("put words for facts, operators and actions into the sentence", () => {
    const found = {
      code: "condition.operator",
      severity: "error" as const,
      path: [],
      params: { fact: "fee.due", operator: "contains" },
    };
    expect(locales.map((locale) => diagnosticText(found, locale))).toEqual([
      "“include” cannot be asked of the amount due.",
      "“应付金额”不能使用“包含”。",
    ]);
  });

  const params = { action: "requestPayment", reason: "paid", param: "channels", min: 1, max: 300 };
  const actions: [code: string, en: string, zh: string][] = [
    ["action.reason", "“paid” is not a reason to ask for payment.", "“已付款”不能作为“要求付款”的原因。"],
    ["action.paramMissing", "To ask for payment, fill in “ways to pay”.", "“要求付款”需要填写“付款方式”。"],
    ["action.paramOutOfRange", "“ways to pay” must be from 1 to 300.", "“付款方式”必须在 1 至 300 之间。"],
  ];

  it.each(actions)("say decisions, reasons and parameters in words: %s", (code, en, zh) => {
    expect(locales.map((locale) => diagnosticText({ code, params }, locale))).toEqual([en, zh]);
  });

  it("leave nothing where a parameter did not come with the finding", () => {
    expect(diagnosticText({ code: "action.paramType", params: {} }, "en")).toBe("“” has the wrong form.");
  });

  it("say how large a bundle is and may be", () => {
    const found = { code: "bundle.tooLarge", params: { bytes: 5_000_000, max: 4_194_304, message: "too large" } };
    expect(locales.map((locale) => diagnosticText(found, locale))).toEqual([
      "The compiled version is too large: 5000000 bytes, at most 4194304.",
      "编译后的版本过大：5000000 字节，最多 4194304 字节。",
    ]);
  });

  it("show a code of a newer server as it is", () => {
    const found = { code: "rule.newThing", params: {} };
    expect(locales.map((locale) => diagnosticText(found, locale))).toEqual([
      "Something is wrong here (rule.newThing).",
      "此处有误（rule.newThing）。",
    ]);
  });
});

describe("words of a reason", () => {
  it("are the console's, and a code of a newer server is shown as it is", () => {
    expect(locales.map((locale) => reasonWord("permitNotHere", locale))).toEqual([
      "permit not valid here",
      "许可不适用于此处",
    ]);
    // Every object has the last one; it is no word.
    for (const code of ["newReason", "constructor"]) {
      expect(locales.map((locale) => reasonWord(code, locale))).toEqual([code, code]);
    }
  });
});

describe("words of a trace", () => {
  it("are the console's", () => {
    const outcomes = ["matched", "notMatched", "notReached", "unknown"] as const;
    expect(outcomes.map((outcome) => outcomeWord(outcome, "en"))).toEqual([
      "Matched",
      "Not matched",
      "Not reached",
      "Could not tell",
    ]);
    expect(outcomes.map((outcome) => outcomeWord(outcome, "zh-CN"))).toEqual([
      "已匹配",
      "未匹配",
      "未到达",
      "无法判断",
    ]);
  });
});
