import type { EnumValue } from "./enums.ts";
import type { Validation } from "./validation.ts";

/** What validations of these types do by a tariff, each once, in its order; a type that it does not name does nothing. */
export function validationTypesOf(
  validations: readonly Validation[],
  given: readonly string[],
): readonly EnumValue<"validationType">[] {
  const kinds = validations.filter(({ type }) => given.includes(type));
  return [...new Set(kinds.map(({ effect }) => typeOf[effect.kind]))];
}

const typeOf = {
  freeMinutes: "minutes",
  freePeriod: "minutes",
  freeUntil: "freeUntil",
  amount: "amount",
  percent: "percent",
  fixedPrice: "fixedPrice",
  rateTable: "otherTable",
  full: "full",
} as const satisfies Record<Validation["effect"]["kind"], EnumValue<"validationType">>;
