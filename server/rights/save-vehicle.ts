import { randomUUID } from "node:crypto";
import * as z from "zod";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure, notFound } from "../identity/failure.ts";
import {
  type ProjectGrants,
  vehicleColumns,
  vehicleContentSchema,
  vehicleProblem,
  vehicleTrace,
} from "./vehicle-content.ts";

/** `id` null makes an entry; otherwise `revision` names what the person saw. `isForced`: the person has confirmed how much it changes. */
export const saveVehicleInput = z.object({
  id: z.uuid().nullable(),
  revision: z.int().min(1).default(1),
  vehicle: vehicleContentSchema,
  isForced: z.boolean().default(false),
});

/** Puts a vehicle on a list of the lot, or changes its entry; edges hear of it as soon as it has committed. */
export function saveVehicle(
  ctx: LotContext<"list.write">,
  { id, revision, vehicle }: z.output<typeof saveVehicleInput>,
  project: ProjectGrants,
): Promise<{ id: string; revision: number }> {
  const { operatorId, lotId, country } = ctx.lot;
  const problem = vehicleProblem(vehicle, country);
  if (problem !== null) throw new Failure("badInput", `this entry cannot be: ${problem}`, { diagnostics: [problem] });
  const columns = { ...vehicleColumns(vehicle, country), updatedName: ctx.actor.name, updatedAt: new Date() };
  return audited(ctx, async (tx) => {
    const note = { operatorId, lotId, verb: "saveVehicle", after: vehicleTrace(columns) };
    if (id === null) {
      const entry = { operatorId, lotId, id: randomUUID(), ...columns };
      await tx.vehicleEntry.create({ data: entry });
      await project(tx, [columns.plateText]);
      return { result: { id: entry.id, revision: 1 }, note: { ...note, object: `vehicle ${entry.id}` } };
    }
    const before = await tx.vehicleEntry.findUnique({ where: { operatorId_lotId_id: { operatorId, lotId, id } } });
    if (!before) throw notFound("vehicle");
    const { count } = await tx.vehicleEntry.updateMany({
      where: { operatorId, lotId, id, revision },
      data: { ...columns, revision: revision + 1, isPast: false },
    });
    if (count === 0) throw new Failure("conflict", `the entry is at revision ${before.revision}, not ${revision}`);
    await project(tx, [before.plateText, columns.plateText]);
    const object = `vehicle ${id}`;
    return { result: { id, revision: revision + 1 }, note: { ...note, object, before: vehicleTrace(before) } };
  });
}
