import { randomUUID } from "node:crypto";
import * as z from "zod";
import { manualReleaseReasons, signCommand } from "#contracts/command.ts";
import { nameSchema } from "#contracts/names.ts";
import type { SigningKey } from "#contracts/signature.ts";
import type { Db } from "#prisma/db.ts";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure, notFound } from "../identity/failure.ts";

export const openGateInput = z
  .object({
    laneId: z.string().refine((id) => nameSchema.safeParse(id).success, "not a lane id"),
    reasonCode: z.enum(manualReleaseReasons),
    note: z.string().trim().max(500).nullish(),
  })
  .refine(({ reasonCode, note }) => reasonCode !== "other" || note, { path: ["note"], message: "other needs a note" });

/** Long enough for a bad link, short enough that nobody has gone away from the barrier meanwhile. */
const validMs = 10_000;

/**
 * Asks a lane's edge to open its barrier, once. The command is signed and kept together with who asked and why; the ingest
 * sends it until the edge has it or it has expired. What became of it: {@link readCommand}.
 */
export async function openGate(
  ctx: LotContext<"gate.open">,
  { laneId, reasonCode, note }: z.output<typeof openGateInput>,
  key: SigningKey,
): Promise<{ commandId: string }> {
  const { operatorId, lotId } = ctx.lot;
  const edgeId = await edgeOfLane(ctx.db, { operatorId, lotId, laneId });
  const id = randomUUID();
  const issuedAt = Date.now();
  const expiresAt = issuedAt + validMs;
  const op = "gate.open" as const;
  const content = { id, edgeId, lotId, laneId, op, reason: reasonCode, issuedAt, expiresAt, by: ctx.actor.userId };
  return audited(ctx, async (tx) => {
    await tx.command.create({
      data: {
        operatorId,
        lotId,
        id,
        edgeId,
        laneId,
        op,
        reasonCode,
        note: note || null,
        document: signCommand(key, content),
        requestedById: ctx.actor.userId,
        requestedName: ctx.actor.name,
        issuedAt: new Date(issuedAt),
        expiresAt: new Date(expiresAt),
      },
    });
    const said = JSON.stringify({ operatorId, lotId, edgeId, commandId: id });
    await tx.$queryRaw`SELECT pg_notify('liftgate_command', ${said})::text`;
    return {
      result: { commandId: id },
      note: {
        operatorId,
        lotId,
        verb: "openGate",
        object: `lane ${laneId}`,
        reason: note || reasonCode,
        after: { commandId: id, edgeId, laneId, reasonCode, expiresAt: new Date(expiresAt).toISOString() },
      },
    };
  });
}

/** The edge that has said that it serves the lane, or the only one of the lot. */
async function edgeOfLane(db: Db, at: { operatorId: string; lotId: string; laneId: string }): Promise<string> {
  const { operatorId, lotId, laneId } = at;
  const lane = await db.lane.findUnique({ where: { operatorId_lotId_id: { operatorId, lotId, id: laneId } } });
  if (!lane) throw notFound("lane");
  const edges = await db.edge.findMany({
    where: { operatorId, lotId },
    select: { id: true, state: { select: { lanes: true, helloAt: true } } },
    orderBy: { id: "asc" },
  });
  const serving = edges
    .filter(({ state }) => state?.lanes.includes(laneId))
    .sort((a, b) => (b.state?.helloAt?.getTime() ?? 0) - (a.state?.helloAt?.getTime() ?? 0));
  const edge = serving[0] ?? (edges.length === 1 ? edges[0] : undefined);
  if (!edge) throw new Failure("conflict", "no edge serves this lane", { why: "noEdge" });
  return edge.id;
}
