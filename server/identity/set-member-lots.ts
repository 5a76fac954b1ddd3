import * as z from "zod";
import { audited } from "./audited.ts";
import { changedParts } from "./changed-parts.ts";
import type { OperatorContext } from "./check-access.ts";
import { lockMember, lotIdsSchema, requireLots, userIdSchema } from "./member-rules.ts";

export const setMemberLotsInput = z.object({ userId: userIdSchema, allLots: z.boolean(), lotIds: lotIdsSchema });

/** Says which lots a member sees: all of the operator's, also later ones, or those listed. */
export function setMemberLots(
  ctx: OperatorContext<"member.manage">,
  input: z.output<typeof setMemberLotsInput>,
): Promise<{ userId: string }> {
  const { operatorId } = ctx.operator;
  const { userId, allLots } = input;
  const lotIds = [...new Set(input.lotIds)].sort();
  return audited(ctx, async (tx) => {
    const { name, was } = await lockMember(tx, operatorId, userId);
    await requireLots(tx, operatorId, lotIds);
    if (!changedParts(was, { ...was, allLots, lotIds })) return { result: { userId }, note: "unchanged" };
    await tx.memberLot.deleteMany({ where: { operatorId, userId } });
    await tx.memberLot.createMany({ data: lotIds.map((lotId) => ({ operatorId, userId, lotId })) });
    await tx.member.update({ where: { operatorId_userId: { operatorId, userId } }, data: { allLots } });
    return {
      result: { userId },
      note: {
        operatorId,
        verb: "setMemberLots",
        object: `member ${name}`,
        before: { userId, allLots: was.allLots, lotIds: was.lotIds },
        after: { userId, allLots, lotIds },
      },
    };
  });
}
