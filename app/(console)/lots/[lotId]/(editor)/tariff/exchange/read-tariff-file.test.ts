import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { exportApds } from "#engine/exchange/export-apds.ts";
import type { ClockTable } from "#engine/model/clock-table.ts";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import { readTariffFile } from "./read-tariff-file.ts";

const clocks: Record<string, ClockTable> = JSON.parse(
  readFileSync(new URL("../../../../../../../engine/price/golden/clocks.json", import.meta.url), "utf8"),
);
const clock = clocks["Europe/Berlin"]!;
const tariff = hourlyTariff({ currency: "EUR", rateTableName: "Visitors", hourMinor: 500 });
const read = (value: unknown) => readTariffFile(JSON.stringify(value), clock);

it("reads our own file back as it was", () => {
  expect(read(tariff)).toEqual({ format: "liftgate", diagnostics: [], tariff });
  expect(read({ timeZone: "Europe/Berlin", tariff })?.tariff).toEqual(tariff);
});

it("knows OCPI and APDS by their keys", () => {
  const ocpi = {
    id: "12",
    currency: "EUR",
    elements: [{ price_components: [{ type: "PARKING_TIME", price: 2, step_size: 3600 }] }],
  };
  expect(read(ocpi)).toMatchObject({ format: "ocpi", tariff: { currency: "EUR" } });
  const { document } = exportApds(tariff, { clock, place: "p1", issuer: "lot" });
  expect(read(document)).toMatchObject({ format: "apds", tariff: { currency: "EUR" } });
});

it("says what is wrong and gives no tariff then", () => {
  expect(readTariffFile("{", clock)).toBeNull();
  const wrong = read({ ...tariff, currency: "euro" });
  expect(wrong?.tariff).toBeUndefined();
  expect(wrong?.diagnostics[0]?.path).toEqual(["currency"]);
  expect(read({ ...tariff, rateEligibility: [{ rateTable: "none" }] })).toMatchObject({
    diagnostics: [{ code: "rateTable.unknown" }],
  });
});
