import * as z from "zod";
import type { Prisma } from "#prisma/client/client.ts";
import type { Membership } from "../identity/access.ts";
import type { OperatorsContext } from "../identity/check-access.ts";

export const auditInput = z.object({
  cursor: z.object({ at: z.date(), id: z.uuid() }).nullish(),
  limit: z.int().min(1).max(200).default(50),
});

/** Who changed what, newest first. Who sees only some lots reads only of those. */
export async function readAudit(
  { db, operators }: OperatorsContext<"audit.read">,
  { cursor, limit }: z.output<typeof auditInput>,
) {
  const before: Prisma.AuditEntryWhereInput = cursor
    ? { OR: [{ at: { lt: cursor.at } }, { at: cursor.at, id: { lt: cursor.id } }] }
    : {};
  const entries = await db.auditEntry.findMany({
    where: { AND: [{ OR: operators.map(visibleEntries) }, before] },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const rows = entries.slice(0, limit);
  const last = rows.at(-1);
  return {
    rows: rows.map((row) => ({
      ...row,
      before: row.before as Record<string, unknown> | null,
      after: row.after as Record<string, unknown> | null,
    })),
    nextCursor: entries.length > limit && last ? { at: last.at, id: last.id } : null,
  };
}

function visibleEntries({ operatorId, seesAllLots, lots }: Membership): Prisma.AuditEntryWhereInput {
  return seesAllLots ? { operatorId } : { operatorId, lotId: { in: lots.map((lot) => lot.lotId) } };
}
