import type { RateTable, Tariff } from "#engine/model/rate-table.ts";

/** A table of its own for some vehicle classes, copied from the general one and asked before it. */
export function addTable(tariff: Tariff, name: string): Tariff {
  const general = tariff.rateTables.at(-1);
  if (!general) return tariff;
  const taken = new Set(tariff.rateTables.map((table) => table.id));
  let n = tariff.rateTables.length + 1;
  while (taken.has(`table${n}`)) n += 1;
  const table: RateTable = { ...general, id: `table${n}`, version: 1, rateTableName: name };
  return {
    ...tariff,
    rateTables: [table, ...tariff.rateTables],
    rateEligibility: [
      { eligibility: { vehicleTypes: ["motorcycle"] }, rateTable: table.id },
      ...tariff.rateEligibility,
    ],
  };
}

/** Takes a table and every choice of it out. The last one stays. */
export function removeTable(tariff: Tariff, index: number): Tariff {
  const gone = tariff.rateTables[index];
  if (!gone || tariff.rateTables.length === 1) return tariff;
  const rateTables = tariff.rateTables.filter((_, place) => place !== index);
  const stillThere = rateTables.some((table) => table.id === gone.id);
  const rateEligibility = stillThere
    ? tariff.rateEligibility
    : tariff.rateEligibility.filter((choice) => choice.rateTable !== gone.id);
  return { ...tariff, rateTables, rateEligibility };
}

export function replaceTable(tariff: Tariff, index: number, table: RateTable): Tariff {
  return { ...tariff, rateTables: tariff.rateTables.map((other, place) => (place === index ? table : other)) };
}

/** The vehicle classes that a table is for; null where it is for all. */
export function vehicleTypesOf(tariff: Tariff, tableId: string): readonly string[] | null {
  const choice = tariff.rateEligibility.find((each) => each.rateTable === tableId);
  return choice?.eligibility?.vehicleTypes ?? null;
}

export function withVehicleTypes(tariff: Tariff, tableId: string, types: readonly string[] | null): Tariff {
  return {
    ...tariff,
    rateEligibility: tariff.rateEligibility.map((choice) => {
      if (choice.rateTable !== tableId) return choice;
      const { vehicleTypes: _types, ...rest } = choice.eligibility ?? {};
      const eligibility = types && types.length > 0 ? { ...rest, vehicleTypes: [...types] } : rest;
      const { eligibility: _old, ...bare } = choice;
      return Object.keys(eligibility).length > 0 ? { ...bare, eligibility } : bare;
    }),
  };
}
