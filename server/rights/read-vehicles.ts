import * as z from "zod";
import { enums } from "#engine/model/enums.ts";
import { normalisePlate } from "#engine/model/plate.ts";
import type { Prisma } from "#prisma/client/client.ts";
import type { LotContext } from "../identity/check-access.ts";
import { vehicleKinds } from "./vehicle-content.ts";

/** Time in milliseconds and id of the last row shown. */
const cursorSchema = z.string().regex(/^\d{1,16}_[0-9a-f-]{36}$/);

const filterInput = z.object({
  plate: z.string().trim().max(64).optional(),
  kind: z.enum(vehicleKinds).optional(),
  /** What is over already is left out. */
  isCurrent: z.boolean().default(true),
});
export const vehiclesInput = filterInput.extend({
  cursor: cursorSchema.nullish(),
  limit: z.int().min(1).max(1_000).default(50),
});

const countMax = 200_000;

/** The vehicles on a lot's lists, newest first. Part of a plate is enough to find one. */
export async function readVehicles(ctx: LotContext<"list.read">, input: z.output<typeof vehiclesInput>) {
  const { db, lot } = ctx;
  const { operatorId, lotId } = lot;
  const wanted = conditions(lot, input);
  const [atMs, id] = (input.cursor ?? "").split("_");
  const at = new Date(Number(atMs));
  const after: Prisma.VehicleEntryWhereInput =
    id === undefined ? {} : { OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { lt: id } }] };
  const found = await db.vehicleEntry.findMany({
    where: { AND: [wanted, after] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: input.limit + 1,
  });
  const rows = found.slice(0, input.limit);
  const last = rows.at(-1);
  const isMore = found.length > input.limit && last !== undefined;
  return {
    rows: rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      plate: row.plateText,
      plateRaw: row.plateRaw,
      reason: row.reason,
      note: row.note,
      from: row.validFrom,
      until: row.validUntil,
      tariffName: row.tariffName,
      rightKind: enums.rightKind.find((kind) => kind === row.rightKind) ?? null,
      amountMinor: row.amountMinor === null ? null : Number(row.amountMinor),
      stayCount: row.stayCount,
      revision: row.revision,
      updatedName: row.updatedName,
      updatedAt: row.updatedAt,
    })),
    nextCursor: isMore ? `${last.createdAt.getTime()}_${last.id}` : null,
    count: input.cursor ? null : await db.vehicleEntry.count({ where: wanted, take: countMax }),
    isEmpty: found.length === 0 && (await db.vehicleEntry.findFirst({ where: { operatorId, lotId } })) === null,
  };
}

function conditions(lot: LotContext<"list.read">["lot"], input: z.output<typeof filterInput>) {
  const { operatorId, lotId, country } = lot;
  const plate = normalisePlate(input.plate ?? "", country);
  const current: Prisma.VehicleEntryWhereInput = { OR: [{ validUntil: null }, { validUntil: { gt: new Date() } }] };
  return {
    operatorId,
    lotId,
    ...(input.kind ? { kind: input.kind } : {}),
    ...(plate === "" ? {} : { plateText: { contains: plate } }),
    ...(input.isCurrent ? { AND: [current] } : {}),
  } satisfies Prisma.VehicleEntryWhereInput;
}
