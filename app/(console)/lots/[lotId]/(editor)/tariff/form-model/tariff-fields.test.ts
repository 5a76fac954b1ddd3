import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Tariff, tariffSchema } from "#engine/model/rate-table.ts";
import { templateTariff } from "#engine/model/templates/tariff-template.ts";
import { tariffTemplates } from "#engine/model/templates/tariff-templates.ts";
import { checkTariff } from "#engine/price/check-tariff.ts";
import { contextOf } from "./field-context.ts";
import { tariffSpec } from "./tariff-fields.ts";
import { editsOf } from "./testing/random-edit.ts";
import { rebuilt } from "./testing/rebuilt.ts";

const golden = new URL("../../../../../../../engine/price/golden/", import.meta.url);
const tariffs: [string, Tariff][] = readdirSync(golden)
  .filter((file) => file.endsWith(".json") && file !== "clocks.json")
  .map((file) => [file, JSON.parse(readFileSync(new URL(file, golden), "utf8")).tariff]);
const runs = Number(process.env.LIFTGATE_PROPERTY_RUNS) || 60;

describe("the form", () => {
  it.each(tariffs)("opens %s and gives it back unchanged, each value from the text of its field", (_, tariff) => {
    expect(rebuilt({ kind: "object", spec: tariffSpec }, tariff, tariff.currency)).toEqual(tariff);
  });

  it("makes only tariffs that can be used, whatever is added, changed and removed", () => {
    const starts = [
      ...tariffs.map(([, tariff]) => tariff),
      ...tariffTemplates.map((template) => templateTariff(template, { currency: "EUR", locale: "en" })),
    ];
    const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.constantFrom(...starts), choices, (start, picks) => {
        let tariff = start;
        for (const pick of picks) {
          const edits = editsOf(tariff, contextOf(tariff), pick);
          tariff = edits[pick % edits.length]!() as Tariff;
          const read = tariffSchema.safeParse(tariff);
          expect(read.error?.issues ?? []).toEqual([]);
          expect(checkTariff(tariff).filter(({ severity }) => severity === "error")).toEqual([]);
        }
      }),
      { numRuns: runs },
    );
  });
});
