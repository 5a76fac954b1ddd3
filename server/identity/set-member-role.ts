import * as z from "zod";
import { audited } from "./audited.ts";
import type { OperatorContext } from "./check-access.ts";
import { lockMember, refuseLastOwner, roleSchema, userIdSchema } from "./member-rules.ts";

export const setMemberRoleInput = z.object({ userId: userIdSchema, role: roleSchema });

/** Gives a member another role. It counts from the next request on. */
export function setMemberRole(
  ctx: OperatorContext<"member.manage">,
  { userId, role }: z.output<typeof setMemberRoleInput>,
): Promise<{ userId: string }> {
  const { operatorId } = ctx.operator;
  return audited(ctx, async (tx) => {
    const { name, was } = await lockMember(tx, operatorId, userId);
    if (was.role === role) return { result: { userId }, note: "unchanged" };
    if (was.role === "owner") await refuseLastOwner(tx, operatorId, userId);
    await tx.member.update({ where: { operatorId_userId: { operatorId, userId } }, data: { role } });
    return {
      result: { userId },
      note: {
        operatorId,
        verb: "setMemberRole",
        object: `member ${name}`,
        before: { userId, role: was.role },
        after: { userId, role },
      },
    };
  });
}
