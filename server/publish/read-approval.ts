import type { Tx } from "#prisma/db.ts";

export type Approval = {
  /** A second person must have approved before this draft goes live. */
  readonly required: boolean;
  readonly given: readonly {
    readonly userId: string;
    readonly name: string;
    readonly at: Date;
    readonly note: string;
  }[];
};

/** Who approved a draft as it stands at a revision, and whether somebody must. Nothing live yet: nothing to guard. */
export async function readApproval(
  tx: Tx,
  { operatorId, lotId }: { operatorId: string; lotId: string },
  revision: number,
): Promise<Approval> {
  const lot = await tx.lot.findUniqueOrThrow({
    where: { operatorId_id: { operatorId, id: lotId } },
    select: { approvalRequired: true, liveNumber: true },
  });
  const rows = await tx.approval.findMany({
    where: { operatorId, lotId, revision },
    orderBy: { approvedAt: "asc" },
  });
  return {
    required: lot.approvalRequired && lot.liveNumber !== null,
    given: rows.map(({ approvedById, approvedName, approvedAt, note }) => {
      return { userId: approvedById, name: approvedName, at: approvedAt, note };
    }),
  };
}

/** May this person publish now? One's own approval does not count. */
export function isApproved({ required, given }: Approval, publisherId: string): boolean {
  return !required || given.some(({ userId }) => userId !== publisherId);
}
