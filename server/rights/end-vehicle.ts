import * as z from "zod";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";
import { type ProjectGrants, vehicleTrace } from "./vehicle-content.ts";

export const endVehicleInput = z.object({ id: z.uuid(), isForced: z.boolean().default(false) });

/** Ends an entry now. It stays in the list of what was, and edges let go of it at once. */
export function endVehicle(
  ctx: LotContext<"list.write">,
  { id }: z.output<typeof endVehicleInput>,
  project: ProjectGrants,
): Promise<{ id: string }> {
  const { operatorId, lotId } = ctx.lot;
  return audited(ctx, async (tx) => {
    const where = { operatorId_lotId_id: { operatorId, lotId, id } };
    const before = await tx.vehicleEntry.findUnique({ where });
    if (!before) throw notFound("vehicle");
    const now = new Date();
    const validUntil = before.validUntil !== null && before.validUntil < now ? before.validUntil : now;
    const changed = { validUntil, isPast: true, revision: before.revision + 1, updatedName: ctx.actor.name };
    const after = await tx.vehicleEntry.update({ where, data: { ...changed, updatedAt: now } });
    await project(tx, [before.plateText]);
    const sides = { before: vehicleTrace(before), after: vehicleTrace(after) };
    return { result: { id }, note: { operatorId, lotId, verb: "endVehicle", object: `vehicle ${id}`, ...sides } };
  });
}
