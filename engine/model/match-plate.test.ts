import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchPlate, type PlateMatch } from "./match-plate.ts";

const cases: [what: string, a: string, b: string, country: string, match: PlateMatch][] = [
  ["equal after normalising", "京a·12345", "京A12345", "CN", "exact"],
  ["O and 0 in a Chinese serial", "京AO2345", "京A02345", "CN", "exact"],
  ["O and 0 elsewhere", "LOS7353", "L0S7353", "US", "fuzzy"],
  ["Q and D", "ABQ123", "ABD123", "US", "fuzzy"],
  ["1 and I", "AB1123", "ABI123", "US", "fuzzy"],
  ["2 and Z", "AB2123", "ABZ123", "US", "fuzzy"],
  ["5 and S", "AB5123", "ABS123", "US", "fuzzy"],
  ["8 and B", "LBS735", "L8S735", "US", "fuzzy"],
  ["6 and G", "AB6123", "ABG123", "US", "fuzzy"],
  ["classes do not mix", "AB8123", "ABS123", "US", "none"],
  ["two misreads", "LOS735", "L0S73S", "US", "none"],
  ["neighbouring fleet plates", "AB1234", "AB1235", "US", "none"],
  ["a letter and its umlaut", "MÜAB123", "MUAB123", "DE", "fuzzy"],
  ["two different diacritics", "MÜAB123", "MÙAB123", "DE", "none"],
  ["kana that differ by a voice mark", "品川300か1234", "品川300が1234", "JP", "none"],
  ["one missing at the start", "B12345", "AB12345", "US", "fuzzy"],
  ["one missing inside", "AB1345", "AB12345", "US", "fuzzy"],
  ["one extra at the end", "AB123456", "AB12345", "US", "fuzzy"],
  ["two missing", "B1345", "AB12345", "US", "none"],
  ["one missing and one misread", "B1234S", "AB12345", "US", "none"],
  ["transposed", "AB1243", "AB1234", "US", "none"],
  ["the province alone", "京A12345", "津A12345", "CN", "fuzzy"],
  ["the province and a digit", "京A12345", "津A12346", "CN", "none"],
  ["the first character elsewhere", "京A12345", "津A12345", "JP", "none"],
  ["a first character that is no province", "京A12345", "XA12345", "CN", "none"],
  ["a missing province", "A12345", "京A12345", "CN", "fuzzy"],
  ["the issuing letter", "京A12345", "京C12345", "CN", "none"],
  ["blue against small new-energy", "京A12345", "京AD12345", "CN", "none"],
  ["blue against large new-energy", "京A12345", "京A12345D", "CN", "none"],
  ["new-energy against blue", "京AD12345", "京A12345", "CN", "none"],
  ["new-energy against itself", "京AD12345", "京AD12345", "CN", "exact"],
  ["new-energy with a misread", "京AD1B345", "京AD18345", "CN", "fuzzy"],
  ["an extra digit that makes no new-energy plate", "京A123455", "京A12345", "CN", "fuzzy"],
  ["traditional and simplified province", "滬A12345", "沪A12345", "CN", "exact"],
  ["four characters", "AB12", "AB12", "GB", "none"],
  ["four against five", "AB12", "AB123", "GB", "none"],
  ["five characters", "AB123", "AB123", "GB", "exact"],
  ["no plate against no plate", "无牌车", "无牌车", "CN", "none"],
  ["nothing against a plate", "", "AB1234", "GB", "none"],
];

describe("matchPlate", () => {
  it.each(cases)("%s", (_what, a, b, country, match) => {
    expect(matchPlate(a, b, country)).toBe(match);
  });

  it("does not depend on the order", () => {
    const plate = fc.string({ unit: fc.constantFrom(..."京津AÄ0OQ1I2Z5S8B6GD"), minLength: 4, maxLength: 9 });
    fc.assert(
      fc.property(plate, plate, fc.constantFrom("CN", "DE"), (a, b, country) => {
        expect(matchPlate(a, b, country)).toBe(matchPlate(b, a, country));
      }),
      { numRuns: 2_000 },
    );
  });

  it("finds every reading with one character lost, unless it becomes too short", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-HJ-NP-Z]{2}[1-9]{5}$/), fc.nat(6), (plate, at) => {
        const read = plate.slice(0, at) + plate.slice(at + 1);
        expect(matchPlate(plate, read, "US")).toBe("fuzzy");
      }),
    );
  });
});
