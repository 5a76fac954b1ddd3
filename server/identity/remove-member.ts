import * as z from "zod";
import { audited } from "./audited.ts";
import type { OperatorContext } from "./check-access.ts";
import { lockMember, refuseLastOwner, userIdSchema } from "./member-rules.ts";

export const removeMemberInput = z.object({ userId: userIdSchema });

/** Ends a membership. The person keeps the account, and other operators' memberships. */
export function removeMember(
  ctx: OperatorContext<"member.manage">,
  { userId }: z.output<typeof removeMemberInput>,
): Promise<{ userId: string }> {
  const { operatorId } = ctx.operator;
  return audited(ctx, async (tx) => {
    const { name, was } = await lockMember(tx, operatorId, userId);
    if (was.role === "owner") await refuseLastOwner(tx, operatorId, userId);
    await tx.member.delete({ where: { operatorId_userId: { operatorId, userId } } });
    return {
      result: { userId },
      note: { operatorId, verb: "removeMember", object: `member ${name}`, before: { userId, ...was } },
    };
  });
}
