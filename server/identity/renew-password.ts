import { randomBytes } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import * as z from "zod";
import { audited } from "./audited.ts";
import type { OperatorContext } from "./check-access.ts";
import { Failure } from "./failure.ts";
import { lockMember, userIdSchema } from "./member-rules.ts";

export const renewPasswordInput = z.object({ userId: userIdSchema });

/**
 * Gives a member who lost theirs a new password, shown this once, and signs the person out everywhere. A person who
 * works for other operators too must be helped by nobody alone: the password opens all of them.
 */
export async function renewPassword(
  ctx: OperatorContext<"member.manage">,
  { userId }: z.output<typeof renewPasswordInput>,
): Promise<{ password: string }> {
  const { operatorId } = ctx.operator;
  const password = randomBytes(12).toString("base64url");
  const hash = await hashPassword(password);
  return audited(ctx, async (tx) => {
    const { name } = await lockMember(tx, operatorId, userId);
    const elsewhere = await tx.member.count({ where: { userId, operatorId: { not: operatorId } } });
    if (elsewhere > 0) throw new Failure("conflict", "this person works for other operators, too");
    await tx.authAccount.updateMany({ where: { userId, providerId: "credential" }, data: { password: hash } });
    await tx.authSession.deleteMany({ where: { userId } });
    return {
      result: { password },
      note: { operatorId, verb: "renewPassword", object: `member ${name}`, after: { userId } },
    };
  });
}
