import * as z from "zod";
import { maskPlate, normalisePlate } from "#engine/model/plate.ts";
import type { Tx } from "#prisma/db.ts";

export const vehicleKinds = ["permit", "allow", "block", "exempt", "paid"] as const;
export type VehicleKind = (typeof vehicleKinds)[number];

/** Makes the lot's grants anew for these plates, in the transaction. Rejects with a conflict where that changes too much. */
export type ProjectGrants = (tx: Tx, plates: readonly string[]) => Promise<void>;

/** What a person says of one vehicle. */
export const vehicleContentSchema = z.object({
  kind: z.enum(vehicleKinds),
  plate: z.string().trim().min(1).max(64),
  reason: z.string().trim().max(64).nullable(),
  note: z.string().trim().max(500).nullable(),
  from: z.date().nullable(),
  until: z.date().nullable(),
});
export type VehicleContent = z.output<typeof vehicleContentSchema>;

/** Shorter plates carry too little to tell one vehicle from another, and match nothing at a lane. */
const plateMin = 5;

export type VehicleProblem = "plate" | "order" | "times";

/** What is wrong with it that its types allow; null when nothing is. */
export function vehicleProblem({ kind, plate, from, until }: VehicleContent, country: string): VehicleProblem | null {
  if ([...normalisePlate(plate, country)].length < plateMin) return "plate";
  if (kind === "paid" && (from === null || until === null)) return "times";
  return from !== null && until !== null && until <= from ? "order" : null;
}

/** A row's columns. */
export function vehicleColumns({ kind, plate, reason, note, from, until }: VehicleContent, country: string) {
  return {
    kind,
    plateText: normalisePlate(plate, country),
    plateRaw: plate,
    reason: reason || null,
    note: note || null,
    validFrom: from,
    validUntil: until,
  };
}

/** What the trail keeps: enough to see what was changed, and no whole plate, for the trail is never erased. */
export function vehicleTrace(row: {
  kind: string;
  plateText: string;
  reason: string | null;
  validFrom: Date | null;
  validUntil: Date | null;
}) {
  const { kind, plateText, reason, validFrom, validUntil } = row;
  const times = { from: validFrom?.toISOString() ?? null, until: validUntil?.toISOString() ?? null };
  return { kind, plate: maskPlate(plateText), reason, ...times };
}
