import type { Tariff } from "#engine/model/rate-table.ts";
import type { FieldContext } from "./field.ts";

/** The names of a tariff that its fields may refer to. */
export function contextOf(tariff: Tariff): FieldContext {
  return {
    tableIds: [...new Set(tariff.rateTables.map(({ id }) => id))],
    validationTypes: (tariff.validations ?? []).map(({ type }) => type),
  };
}
