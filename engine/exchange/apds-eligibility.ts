import type { Diagnostic } from "../model/diagnostic.ts";
import type { Eligibility } from "../model/eligibility.ts";
import type { ApdsQualification, ApdsRateEligibility } from "./apds-document.ts";
import type { ExchangeNotes } from "./exchange-notes.ts";
import { identifierOf } from "./identifier-of.ts";

type Path = Diagnostic["path"];

/** What drives a vehicle, in the words of the standard and in ours. It does not know whether a hybrid has a plug. */
const propulsions: Readonly<Record<string, readonly string[]>> = {
  battery: ["electric"],
  biodiesel: ["diesel"],
  diesel: ["diesel"],
  dieselBatteryHybrid: ["hybrid", "plugInHybrid"],
  ethanol: ["petrol"],
  hydrogen: ["hydrogen"],
  liquidGas: ["gas"],
  lpg: ["gas"],
  methane: ["gas"],
  other: ["other"],
  petrol: ["petrol"],
  petrol95Octane: ["petrol"],
  petrol98Octane: ["petrol"],
  petrolBatteryHybrid: ["hybrid", "plugInHybrid"],
  petrolLeaded: ["petrol"],
  petrolUnleaded: ["petrol"],
};

/**
 * Which stays a rate is for, as alternatives: undefined is every stay. None where it asks for what we do not know, since
 * without the condition the rate would be for more stays than it is.
 */
export function apdsEligibility(
  { eligibility }: ApdsRateEligibility,
  path: Path,
  notes: ExchangeNotes,
): (Eligibility | undefined)[] {
  const { qualifications = [], rightHolders = [] } = eligibility ?? {};
  const where = [...path, "eligibility"];
  if (rightHolders.length > 0) {
    notes.lost([...where, "rightHolders"], "rightHolders");
    return [];
  }
  if (qualifications.length > 1) notes.warning("apds.anyQualification", [...where, "qualifications"]);
  if (qualifications.length === 0) return [undefined];
  return qualifications.flatMap((one, index) => alternative(one, [...where, "qualifications", index], notes));
}

function alternative(source: ApdsQualification, path: Path, notes: ExchangeNotes): (Eligibility | undefined)[] {
  const {
    vehicleTypes = [],
    propulsionEnergyType = [],
    userQualifications = [],
    activeAssignedRight,
    ...more
  } = source;
  const unknown = Object.entries(more).find(([, value]) => value !== undefined && value !== false);
  const fuels = propulsionEnergyType.includes("all") ? [] : propulsionEnergyType;
  const fuel = fuels.find((name) => !Object.hasOwn(propulsions, name));
  const obstacle = unknown?.[0] ?? fuel;
  if (obstacle !== undefined) {
    notes.lost(unknown ? [...path, obstacle] : [...path, "propulsionEnergyType"], obstacle);
    return [];
  }
  const vehicles = vehicleTypes.map(({ vehicleType }) => vehicleType.entryDefinedValue);
  const groups = userQualifications.map(({ userGroup }) => userGroup.entryDefinedValue);
  const found: Eligibility = {
    ...(vehicles.length > 0 && !vehicles.includes("anyVehicle") && { vehicleTypes: vehicles.map(named) }),
    ...(fuels.length > 0 && { propulsionEnergyType: [...new Set(fuels.flatMap((name) => propulsions[name]!))] }),
    ...(groups.length > 0 && { userQualifications: groups.map(named) }),
    ...(activeAssignedRight && { activeAssignedRight: [named(activeAssignedRight.id)] }),
  };
  return [Object.keys(found).length === 0 ? undefined : found];
}

function named(text: string): string {
  return identifierOf(text, "other");
}

/** The words of the standard for a kind of propulsion; none where it has no word for just this. */
export function apdsPropulsions(kinds: readonly string[]): string[] | undefined {
  const isOne = (words: readonly string[]) => words.every((word) => kinds.includes(word));
  const names = Object.keys(propulsions).filter((name) => isOne(propulsions[name]!));
  const said = new Set(names.flatMap((name) => propulsions[name]!));
  return kinds.every((kind) => said.has(kind)) ? names : undefined;
}
