import type { Eligibility } from "../model/eligibility.ts";
import type { Stay } from "./stay.ts";

/** Whether a rate is for this stay: all that the eligibility asks for holds. */
export function isEligible(eligibility: Eligibility, stay: Stay): boolean {
  return (
    hasWord(eligibility.vehicleTypes, stay.vehicleClass) &&
    hasWord(eligibility.propulsionEnergyType, stay.propulsion) &&
    hasWord(eligibility.zones, stay.zone) &&
    hasWord(eligibility.products, stay.product) &&
    hasWord(eligibility.activeAssignedRight, stay.permit) &&
    hasWord(eligibility.userQualifications, stay.entitlement) &&
    hasWord(eligibility.seasons, stay.season) &&
    (eligibility.validations === undefined ||
      eligibility.validations.some((type) => stay.validations?.includes(type))) &&
    (eligibility.lostCredential === undefined || stay.lostCredential === true) &&
    isInRange(eligibility.entriesToday, stay.entriesToday) &&
    isInRange(eligibility.entriesLastHour, stay.entriesLastHour)
  );
}

/** The eligibility with all its fields, in one order whatever the tariff names: they are read for every stay. */
export function prepareEligibility(eligibility: Eligibility | undefined): Eligibility | undefined {
  if (eligibility === undefined) return undefined;
  const all: { [Key in keyof Required<Eligibility>]: Eligibility[Key] } = {
    vehicleTypes: eligibility.vehicleTypes,
    propulsionEnergyType: eligibility.propulsionEnergyType,
    zones: eligibility.zones,
    products: eligibility.products,
    activeAssignedRight: eligibility.activeAssignedRight,
    userQualifications: eligibility.userQualifications,
    seasons: eligibility.seasons,
    validations: eligibility.validations,
    entriesToday: eligibility.entriesToday,
    entriesLastHour: eligibility.entriesLastHour,
    lostCredential: eligibility.lostCredential,
  };
  return all;
}

function hasWord(allowed: readonly string[] | undefined, word: string | undefined): boolean {
  return allowed === undefined || (word !== undefined && allowed.includes(word));
}

function isInRange(range: { min: number; max?: number | undefined } | undefined, count: number | undefined): boolean {
  if (range === undefined) return true;
  return count !== undefined && count >= range.min && count <= (range.max ?? Number.POSITIVE_INFINITY);
}
