import * as z from "zod";
import { enums } from "#engine/model/enums.ts";
import { identifierSchema } from "#engine/model/identifier.ts";
import { maskPlate, normalisePlate } from "#engine/model/plate.ts";
import type { Tx } from "#prisma/db.ts";

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
] as const;
export type VehicleKind = (typeof vehicleKinds)[number];

/** Makes the lot's grants anew for these plates, in the transaction. Rejects with a conflict where that changes too much. */
export type ProjectGrants = (tx: Tx, plates: readonly string[]) => Promise<void>;

/** What a person says of one vehicle. Fields that its kind does not have are passed over. */
export const vehicleContentSchema = z.object({
  kind: z.enum(vehicleKinds),
  plate: z.string().trim().min(1).max(64),
  reason: z.string().trim().max(64).nullable(),
  note: z.string().trim().max(500).nullable(),
  from: z.date().nullable(),
  until: z.date().nullable(),
  /** What the tariff calls it: product of a permit, type of a validation, entitlement, channel of a payment. */
  tariffName: z.nullable(identifierSchema).default(null),
  rightKind: z.enum(enums.rightKind).nullable().default(null),
  /** Paid, owed, or the most that may be debited. */
  amountMinor: z.int().min(0).max(1e12).nullable().default(null),
  /** Stays of which a debt is made. */
  stayCount: z.int().min(0).max(1_000_000).nullable().default(null),
});
export type VehicleContent = z.output<typeof vehicleContentSchema>;

/** Shorter plates carry too little to tell one vehicle from another, and match nothing at a lane. */
const plateMin = 5;

export type VehicleProblem = "plate" | "order" | "times" | "tariffName" | "amount";

const needTimes: ReadonlySet<VehicleKind> = new Set(["paid", "validation", "reservation"]);
const haveTariffName: ReadonlySet<VehicleKind> = new Set(["permit", "allow", "exempt", "paid", "validation"]);
const haveAmount: ReadonlySet<VehicleKind> = new Set(["paid", "autoPay", "debt"]);
/** Kinds of which a vehicle may have several: each is known by when it begins, and by its name. */
const severalTimes: ReadonlySet<VehicleKind> = new Set(["paid", "validation", "reservation"]);

/** What is wrong with it that its types allow; null when nothing is. */
export function vehicleProblem(vehicle: VehicleContent, country: string): VehicleProblem | null {
  const { kind, plate, from, until, tariffName, amountMinor } = vehicle;
  if ([...normalisePlate(plate, country)].length < plateMin) return "plate";
  if (needTimes.has(kind) && (from === null || until === null)) return "times";
  if (kind === "validation" && tariffName === null) return "tariffName";
  if (kind === "debt" && amountMinor === null) return "amount";
  return from !== null && until !== null && until <= from ? "order" : null;
}

/** A row's columns. */
export function vehicleColumns(vehicle: VehicleContent, country: string) {
  const { kind, plate, reason, note, from, until, tariffName, rightKind, amountMinor, stayCount } = vehicle;
  return {
    kind,
    plateText: normalisePlate(plate, country),
    plateRaw: plate,
    reason: reason || null,
    note: note || null,
    validFrom: from,
    validUntil: until,
    tariffName: haveTariffName.has(kind) ? tariffName : null,
    rightKind: kind === "permit" ? rightKind : null,
    amountMinor: haveAmount.has(kind) ? amountMinor : null,
    stayCount: kind === "debt" ? (stayCount ?? 1) : null,
  };
}

/** By what an entry is known among those of its lot: another that says the same is that entry. */
export function vehicleKey(row: {
  kind: VehicleKind;
  plateText: string;
  validFrom: Date | null;
  tariffName: string | null;
}): string {
  const { kind, plateText, validFrom, tariffName } = row;
  return JSON.stringify([kind, plateText, ...(severalTimes.has(kind) ? [validFrom?.getTime(), tariffName] : [])]);
}

/** What the trail keeps: enough to see what was changed, and no whole plate, for the trail is never erased. */
export function vehicleTrace(row: {
  kind: string;
  plateText: string;
  reason: string | null;
  validFrom: Date | null;
  validUntil: Date | null;
  tariffName: string | null;
  rightKind: string | null;
  amountMinor: number | bigint | null;
  stayCount: number | null;
}) {
  const { kind, plateText, reason, validFrom, validUntil } = row;
  const times = { from: validFrom?.toISOString() ?? null, until: validUntil?.toISOString() ?? null };
  const more = {
    tariffName: row.tariffName,
    rightKind: row.rightKind,
    amountMinor: row.amountMinor === null ? null : Number(row.amountMinor),
    stayCount: row.stayCount,
  };
  const said = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== null));
  return { kind, plate: maskPlate(plateText), reason, ...times, ...said };
}
