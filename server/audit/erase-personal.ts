import * as z from "zod";
import { passageIdSchema } from "#contracts/names.ts";
import { Prisma } from "#prisma/client/client.ts";
import type { Tx } from "#prisma/db.ts";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";

export const erasePersonalInput = z.object({
  passageId: z.string().refine((id) => passageIdSchema.safeParse(id).success, "not a passage id"),
  reason: z.string().trim().min(1).max(500),
});

/** Erases what stands beside the records, and makes these passages anew from them, in the transaction. */
type EraseRest = (tx: Tx, keys: readonly { operatorId: string; lotId: string; passageId: string }[]) => Promise<void>;

type Erased = { edgeId: string; epoch: string; n: number; personalDigest: string };

/**
 * Erases the personal part of a passage's records: the plate and every fact that names it, and its photos. Digests and
 * chain stay, so completeness can still be proven. Cannot be undone.
 */
export function erasePersonal(
  ctx: LotContext<"passage.erase">,
  { passageId, reason }: z.output<typeof erasePersonalInput>,
  eraseRest: EraseRest,
): Promise<{ erased: number }> {
  const { operatorId, lotId } = ctx.lot;
  return audited(ctx, async (tx) => {
    await lockStreams(tx, { operatorId, lotId, passageId });
    const erased = await tx.$queryRaw<Erased[]>`
      UPDATE record SET personal = NULL, erased_at = now()
      WHERE operator_id = ${operatorId} AND lot_id = ${lotId} AND passage_id = ${passageId}
        AND octet_length(personal) > 0
      RETURNING edge_id AS "edgeId", epoch::text, n::float8, personal_digest::text AS "personalDigest"`;
    await tx.secondOpinion.updateMany({
      where: { operatorId, lotId, passageId },
      data: { detail: Prisma.DbNull }, // it may quote facts
    });
    await eraseRest(tx, [{ operatorId, lotId, passageId }]);
    return {
      result: { erased: erased.length },
      note: {
        operatorId,
        lotId,
        verb: "erasePersonal",
        object: `passage ${passageId}`,
        reason,
        after: { erased },
      },
    };
  });
}

/** Holds off the ingest of these streams, which would otherwise project what it read before the erasure. */
async function lockStreams(tx: Tx, key: { operatorId: string; lotId: string; passageId: string }): Promise<void> {
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM stream s
    WHERE s.operator_id = ${key.operatorId} AND s.lot_id = ${key.lotId}
      AND (s.edge_id, s.stream, s.epoch) IN (
        SELECT r.edge_id, r.stream, r.epoch FROM record r
        WHERE r.operator_id = ${key.operatorId} AND r.lot_id = ${key.lotId} AND r.passage_id = ${key.passageId})
    ORDER BY s.edge_id, s.stream, s.epoch
    FOR UPDATE`;
  if (locked.length === 0) throw notFound("passage");
}
