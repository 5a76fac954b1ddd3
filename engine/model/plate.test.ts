import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskPlate, normalisePlate } from "./plate.ts";

const cases: [what: string, raw: string, country: string, key: string][] = [
  ["upper-cases", "京a12345", "CN", "京A12345"],
  ["drops the dot of a Chinese plate", "京A·12345", "CN", "京A12345"],
  ["drops bullets, spaces, dashes, apostrophes and bars", " |京A•1-2 3.4'5| ", "CN", "京A12345"],
  ["drops zero-width, control and byte-order characters", "\u200b京A\u00001\u200d2345\ufeff", "CN", "京A12345"],
  ["drops an apostrophe that Unicode calls a letter", "ABʼ123", "GB", "AB123"],
  ["reads full width as plain", "京Ａ１２３４５", "CN", "京A12345"],
  ["reads Arabic-Indic digits", "١٢٣٤٥", "AE", "12345"],
  ["reads extended Arabic-Indic digits", "۱۲۳۴۵", "IR", "12345"],
  ["reads Devanagari digits", "KA०१AB१२३४", "IN", "KA01AB1234"],
  ["reads Thai digits and keeps Thai letters", "กข ๑๒๓๔", "TH", "กข1234"],
  ["reads mathematical digits", "AB𝟏𝟐𝟑", "GB", "AB123"],
  ["folds a Turkish dotted capital", "34 İST 34", "TR", "34IST34"],
  ["upper-cases the Turkish small i to I", "34 ist 34", "TR", "34IST34"],
  ["upper-cases a dotless i to I", "34 ıst 34", "TR", "34IST34"],
  ["folds an i with a combining dot", "34 i\u0307st 34", "TR", "34IST34"],
  ["maps Cyrillic that looks Latin", "А123ВС77", "RU", "A123BC77"],
  ["maps small Cyrillic that looks Latin", "а123вс77", "RU", "A123BC77"],
  ["maps Greek that looks Latin", "ΙΚΥ-1234", "GR", "IKY1234"],
  ["maps a Cyrillic A typed into a Chinese plate", "京А12345", "CN", "京A12345"],
  ["keeps Cyrillic that looks like no Latin letter", "Б123Ж", "BY", "Б123Ж"],
  ["maps a traditional province in China", "滬A12345", "CN", "沪A12345"],
  ["maps a traditional suffix in Hong Kong", "粵Z1234學", "HK", "粤Z1234学"],
  ["maps it in Macao", "粵Z1234澳", "MO", "粤Z1234澳"],
  ["maps it in Taiwan", "蘇A1234", "TW", "苏A1234"],
  ["leaves Japanese characters alone", "滬 300 あ 1234", "JP", "滬300あ1234"],
  ["keeps kana", "品川 300 さ 12-34", "JP", "品川300さ1234"],
  ["keeps Hangul", "12가 3456", "KR", "12가3456"],
  ["keeps umlauts", "MÜ-AB 123", "DE", "MÜAB123"],
  ["composes a letter and its diaeresis", "MU\u0308-AB 123", "DE", "MÜAB123"],
  ["turns O into 0 in a Chinese serial", "京AO2O45", "CN", "京A02045"],
  ["turns I into 1 in a Chinese serial", "京AI2I45", "CN", "京A12145"],
  ["leaves an issuing letter O alone", "京O12345", "CN", "京O12345"],
  ["leaves an issuing letter I alone", "粤I12345", "CN", "粤I12345"],
  ["rewrites a new-energy plate of 8 characters", "京AD1O345", "CN", "京AD10345"],
  ["rewrites before a suffix", "粤Z12O4港", "CN", "粤Z1204港"],
  ["does not rewrite without a province", "A12O45", "CN", "A12O45"],
  ["does not rewrite elsewhere", "MOI 123", "DE", "MOI123"],
  ["does not rewrite in Hong Kong", "粤ZO234港", "HK", "粤ZO234港"],
  ["drops IND in India", "IND KA 01 AB 1234", "IN", "KA01AB1234"],
  ["drops a trailing IND", "KA01AB1234 IND", "IN", "KA01AB1234"],
  ["keeps UK in India, it is Uttarakhand", "UK 07 AB 1234", "IN", "UK07AB1234"],
  ["drops GB in Britain", "GB AB12 CDE", "GB", "AB12CDE"],
  ["drops UK in Britain", "AB12 CDE UK", "GB", "AB12CDE"],
  ["keeps GB where it is a series", "GB 123 AA", "IT", "GB123AA"],
  ["keeps letters that are no separate token", "GBA123", "GB", "GBA123"],
  ["keeps a mark that stands alone", "GB", "GB", "GB"],
  ["drops RUS in Russia", "А 123 ВС 77 RUS", "RU", "A123BC77"],
  ["drops D before a hyphenated German number", "D M-AB 1234", "DE", "MAB1234"],
  ["drops D behind one", "M-AB 1234 D", "DE", "MAB1234"],
  ["drops D before a Düsseldorf number", "D D-AB 123", "DE", "DAB123"],
  ["keeps D that is Düsseldorf", "D-AB 123", "DE", "DAB123"],
  ["keeps D that may be Düsseldorf", "D AB 123", "DE", "DAB123"],
  ["keeps the E of an electric car", "D M-AB 123 E", "DE", "MAB123E"],
  ["drops a Chinese label", "车牌:京A12345", "CN", "京A12345"],
  ["drops a label with a full-width colon", "车牌号：京A12345", "CN", "京A12345"],
  ["drops a label without a colon", "車牌號碼 京A12345", "TW", "京A12345"],
  ["drops an English label", "Plate: AB12 CDE", "GB", "AB12CDE"],
  ["drops a Russian label", "Номер: А123ВС77", "RU", "A123BC77"],
  ["keeps a province before a misread dot", "京A:12345", "CN", "京A12345"],
  ["has no key for no plate", "无牌车", "CN", ""],
  ["has none for underlined nothing", "_无_", "CN", ""],
  ["has none for not recognised", "未识别", "CN", ""],
  ["has none for the traditional words", "無牌車", "TW", ""],
  ["has none for all zeros", "0000000", "CN", ""],
  ["has none for separated zeros", "000-000", "DE", ""],
  ["has none for nothing", "", "CN", ""],
  ["has none for separators", " - · ", "CN", ""],
  ["keeps one digit among zeros", "0000001", "CN", "0000001"],
  ["takes a country in lower case", "京AO2345", "cn", "京A02345"],
  ["keeps an embassy plate", "使014578", "CN", "使014578"],
  ["keeps an emergency suffix", "京X1234应急", "CN", "京X1234应急"],
];

describe("normalisePlate", () => {
  it.each(cases)("%s", (_what, raw, country, key) => {
    expect(normalisePlate(raw, country)).toBe(key);
  });

  it("gives the same key when a key is normalised again", () => {
    const countries = fc.constantFrom("CN", "HK", "JP", "DE", "GB", "IN", "RU", "TR");
    const raw = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 16 }),
      fc.string({ unit: fc.constantFrom(..."京滬无車牌DMGBUK0OI1 -·:ıİßŉﬁÄА\u0307\u0308\u200b"), maxLength: 12 }),
      fc.string({ unit: "binary", maxLength: 12 }),
    );
    fc.assert(
      fc.property(raw, countries, (text, country) => {
        const key = normalisePlate(text, country);
        expect(normalisePlate(key, country)).toBe(key);
        expect(key).not.toMatch(/[\s\p{P}\p{C}]/u);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("maskPlate", () => {
  it("shows the ends of a plate", () => {
    expect(maskPlate("京A12345")).toBe("京A***5");
  });

  it("shows nothing of a short one", () => {
    expect(maskPlate("AB12")).toBe("***");
  });
});
