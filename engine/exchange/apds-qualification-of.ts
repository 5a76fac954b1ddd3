import type { Diagnostic } from "../model/diagnostic.ts";
import type { Eligibility } from "../model/eligibility.ts";
import { apdsPropulsions } from "./apds-eligibility.ts";
import type { ExchangeNotes } from "./exchange-notes.ts";

const said = new Set(["vehicleTypes", "propulsionEnergyType", "userQualifications", "activeAssignedRight"]);

/**
 * Which stays a row is for, as qualifications of the standard: any of them is enough, and none asks nothing. Undefined,
 * with an error, where the row asks for what the standard does not know.
 */
export function apdsQualificationOf(
  eligibility: Eligibility | undefined,
  path: Diagnostic["path"],
  notes: ExchangeNotes,
): object[] | undefined {
  if (eligibility === undefined) return [];
  const unsaid = Object.keys(eligibility).find((name) => !said.has(name));
  const { vehicleTypes, propulsionEnergyType, userQualifications, activeAssignedRight = [] } = eligibility;
  const energies = propulsionEnergyType && apdsPropulsions(propulsionEnergyType);
  const obstacle = unsaid ?? (propulsionEnergyType && !energies ? "propulsionEnergyType" : undefined);
  if (obstacle !== undefined) {
    notes.lost([...path, obstacle], obstacle);
    return undefined;
  }
  const shared = {
    ...(vehicleTypes && { vehicleTypes: vehicleTypes.map((vehicleType) => ({ vehicleType: entry(vehicleType) })) }),
    ...(energies && { propulsionEnergyType: energies }),
    ...(userQualifications && { userQualifications: userQualifications.map((group) => ({ userGroup: entry(group) })) }),
  };
  if (activeAssignedRight.length === 0) return [shared];
  return activeAssignedRight.map((id) => ({ ...shared, activeAssignedRight: { className: "RightSpecification", id } }));
}

function entry(entryDefinedValue: string): object {
  return { entryDefinedValue };
}
