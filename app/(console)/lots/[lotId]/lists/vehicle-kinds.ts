import type { Outputs } from "../../../../ui/trpc/outputs.ts";

export type Vehicle = Outputs["lists"]["vehicles"]["rows"][number];
export type VehicleKind = Vehicle["kind"];

export const vehicleKinds = ["permit", "allow", "block", "exempt", "paid"] as const satisfies readonly VehicleKind[];
