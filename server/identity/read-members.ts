import type { OperatorContext } from "./check-access.ts";

/** The people of an operator. */
export async function readMembers({ db, operator: { operatorId } }: OperatorContext<"member.manage">) {
  const members = await db.member.findMany({
    where: { operatorId },
    include: {
      user: { select: { name: true, email: true } },
      lots: { select: { lotId: true }, orderBy: { lotId: "asc" } },
    },
    orderBy: [{ createdAt: "asc" }, { userId: "asc" }],
  });
  return members.map(({ userId, user, role, allLots, lots, createdAt }) => {
    return { userId, ...user, role, allLots, lotIds: lots.map((lot) => lot.lotId), createdAt };
  });
}
