import * as z from "zod";
import type { LotContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";

export const commandInput = z.object({ commandId: z.uuid() });

/** What became of a command: `sent`, `received`, then one of the others for good. */
export async function readCommand(
  { db, lot: { operatorId, lotId } }: LotContext<"gate.open">,
  { commandId }: z.output<typeof commandInput>,
) {
  const row = await db.command.findUnique({ where: { operatorId_lotId_id: { operatorId, lotId, id: commandId } } });
  if (!row) throw notFound("command");
  const { id, laneId, edgeId, op, reasonCode, note, requestedName, issuedAt, expiresAt } = row;
  const { state, reason, receivedAt, finishedAt } = row;
  return {
    commandId: id,
    laneId,
    edgeId,
    op,
    reasonCode,
    note,
    requestedName,
    issuedAt,
    expiresAt,
    state,
    reason,
    receivedAt,
    finishedAt,
  };
}
