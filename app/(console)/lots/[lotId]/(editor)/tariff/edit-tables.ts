import type { RateTable, Tariff } from "#engine/model/rate-table.ts";

/** A table of its own for some vehicle classes, copied from the general one and asked before it. */
export function addTable(tariff: Tariff, name: string): Tariff {
  const general = tariff.rateTables.at(-1);
  if (!general || tariff.rateTables.length >= 100 || tariff.rateEligibility.length >= 200) return tariff;
  const taken = new Set(tariff.rateTables.map((table) => table.id));
  let n = tariff.rateTables.length + 1;
  while (taken.has(`table${n}`)) n += 1;
  const { validityStart: _start, validityEnd: _end, ...prices } = general;
  const table: RateTable = { ...prices, id: `table${n}`, version: 1, rateTableName: name };
  return {
    ...tariff,
    rateTables: [table, ...tariff.rateTables],
    rateEligibility: [
      { eligibility: { vehicleTypes: ["motorcycle"] }, rateTable: table.id },
      ...tariff.rateEligibility,
    ],
  };
}

/** Takes a table out, and with the last version of it everything that refers to it. The last table stays. */
export function removeTable(tariff: Tariff, index: number): Tariff {
  const gone = tariff.rateTables[index];
  if (!gone || tariff.rateTables.length === 1) return tariff;
  const rateTables = tariff.rateTables.filter((_, place) => place !== index);
  const left = { ...tariff, rateTables };
  return rateTables.some((table) => table.id === gone.id) ? left : withoutReferences(left, gone.id);
}

function withoutReferences(tariff: Tariff, id: string): Tariff {
  const { overstay, validations, maxStay, noReturn, rightCoverage, ...rest } = tariff;
  const unlinked = <Owner extends { rateTable?: string | undefined }>(owner: Owner): Owner => {
    if (owner.rateTable !== id) return owner;
    const { rateTable: _gone, ...left } = owner;
    return left as Owner;
  };
  const rows = tariff.rateEligibility
    .filter((row) => row.rateTable !== id)
    .map(({ bestOf, ...row }) => {
      const others = bestOf?.filter((other) => other !== id) ?? [];
      return others.length > 0 ? { ...row, bestOf: others } : row;
    });
  const kept = validations?.filter(({ effect }) => effect.kind !== "rateTable" || effect.rateTable !== id);
  return {
    ...rest,
    rateEligibility: rows.length > 0 ? rows : tariff.rateTables.slice(-1).map((table) => ({ rateTable: table.id })),
    ...(kept && { validations: kept }),
    ...(maxStay && { maxStay: unlinked(maxStay) }),
    ...(noReturn && { noReturn: unlinked(noReturn) }),
    ...(rightCoverage && { rightCoverage: rightCoverage.map(unlinked) }),
    ...(overstay && overstay.rateTable !== id && { overstay }),
  };
}

/** A further version of a table, for prices that begin on a day; its name and those who pay it stay. */
export function addVersion(tariff: Tariff, index: number, validityStart: string): Tariff {
  const table = tariff.rateTables[index];
  if (!table || tariff.rateTables.length >= 100) return tariff;
  const versions = tariff.rateTables.filter(({ id }) => id === table.id).map(({ version }) => version);
  const { validityEnd: _end, ...open } = table;
  const next: RateTable = { ...open, version: Math.max(...versions) + 1, validityStart };
  return { ...tariff, rateTables: tariff.rateTables.toSpliced(index + 1, 0, next) };
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
