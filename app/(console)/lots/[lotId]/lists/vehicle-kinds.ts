import type { Outputs } from "../../../../ui/trpc/outputs.ts";

export type Vehicle = Outputs["lists"]["vehicles"]["rows"][number];
export type VehicleKind = Vehicle["kind"];

export const vehicleKinds = [
  "permit",
  "allow",
  "block",
  "exempt",
  "paid",
  "validation",
  "reservation",
  "autoPay",
  "debt",
] as const satisfies readonly VehicleKind[];

/** Kinds that the tariff may have a name for: a product, an entitlement, a channel, a type of validation. */
const named = ["permit", "allow", "exempt", "paid", "validation"] as const satisfies readonly VehicleKind[];
const withAmount = ["paid", "autoPay", "debt"] as const satisfies readonly VehicleKind[];

export function namedKind(kind: VehicleKind): (typeof named)[number] | null {
  return named.find((each) => each === kind) ?? null;
}

export function kindWithAmount(kind: VehicleKind): (typeof withAmount)[number] | null {
  return withAmount.find((each) => each === kind) ?? null;
}
