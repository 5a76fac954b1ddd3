import * as z from "zod";
import type { LotsContext } from "../identity/check-access.ts";

const anomaliesMax = 200;
export const anomaliesInput = z.object({ includeResolved: z.boolean().default(false) });

/** What went wrong in the visible lots, newest first. */
export async function readAnomalies(
  { db, lots }: LotsContext<"fleet.read">,
  { includeResolved }: z.output<typeof anomaliesInput>,
) {
  const names = new Map(lots.map((lot) => [lot.lotId, lot.name]));
  const rows = await db.anomaly.findMany({
    where: {
      OR: lots.map(({ operatorId, lotId }) => ({ operatorId, lotId })),
      ...(includeResolved ? {} : { resolvedAt: null }),
    },
    orderBy: [{ raisedAt: "desc" }, { id: "desc" }],
    take: anomaliesMax,
  });
  return rows.map(({ operatorId: _operator, key: _key, ...row }) => ({
    ...row,
    lotName: names.get(row.lotId) ?? row.lotId,
    detail: row.detail as Record<string, unknown>,
  }));
}
