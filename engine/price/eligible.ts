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

function hasWord(allowed: readonly string[] | undefined, word: string | undefined): boolean {
  return allowed === undefined || (word !== undefined && allowed.includes(word));
}

function isInRange(range: { min: number; max?: number | undefined } | undefined, count: number | undefined): boolean {
  if (range === undefined) return true;
  return count !== undefined && count >= range.min && count <= (range.max ?? Number.POSITIVE_INFINITY);
}
