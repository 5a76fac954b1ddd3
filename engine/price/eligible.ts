import type { Eligibility } from "../model/eligibility.ts";
import type { Stay } from "./stay.ts";

/** Whether a rate is for this stay: all that the eligibility asks for holds. */
export function isEligible(eligibility: Eligibility, stay: Stay): boolean {
  const { vehicleTypes, propulsionEnergyType, zones, products, activeAssignedRight, seasons } = eligibility;
  const { userQualifications, validations, lostCredential, entriesToday, entriesLastHour } = eligibility;
  return (
    (vehicleTypes === undefined || hasWord(vehicleTypes, stay.vehicleClass)) &&
    (propulsionEnergyType === undefined || hasWord(propulsionEnergyType, stay.propulsion)) &&
    (zones === undefined || hasWord(zones, stay.zone)) &&
    (products === undefined || hasWord(products, stay.product)) &&
    (activeAssignedRight === undefined || hasWord(activeAssignedRight, stay.permit)) &&
    (userQualifications === undefined || hasWord(userQualifications, stay.entitlement)) &&
    (seasons === undefined || hasWord(seasons, stay.season)) &&
    (validations === undefined || validations.some((type) => stay.validations?.includes(type))) &&
    (lostCredential === undefined || stay.lostCredential === true) &&
    (entriesToday === undefined || isInRange(entriesToday, stay.entriesToday)) &&
    (entriesLastHour === undefined || isInRange(entriesLastHour, stay.entriesLastHour))
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

function hasWord(allowed: readonly string[], word: string | undefined): boolean {
  return word !== undefined && allowed.includes(word);
}

function isInRange(range: { min: number; max?: number | undefined }, count: number | undefined): boolean {
  return count !== undefined && count >= range.min && count <= (range.max ?? Number.POSITIVE_INFINITY);
}
