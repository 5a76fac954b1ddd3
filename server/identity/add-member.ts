import { randomBytes } from "node:crypto";
import * as z from "zod";
import { audited } from "./audited.ts";
import type { OperatorContext } from "./check-access.ts";
import { Failure } from "./failure.ts";
import { makePerson, normaliseEmail } from "./make-person.ts";
import { lockMembers, lotIdsSchema, requireLots, roleSchema } from "./member-rules.ts";

export const addMemberInput = z.object({
  email: z.email().max(320),
  name: z.string().trim().min(1).max(200),
  role: roleSchema,
  allLots: z.boolean(),
  lotIds: lotIdsSchema.default([]),
});

/** Makes a person a member. Somebody who has no account yet gets one, with a password that is shown this once. */
export function addMember(
  ctx: OperatorContext<"member.manage">,
  { email, name, role, allLots, lotIds }: z.output<typeof addMemberInput>,
): Promise<{ userId: string; password: string | null }> {
  const { operatorId } = ctx.operator;
  return audited(ctx, async (tx) => {
    await lockMembers(tx, operatorId);
    await requireLots(tx, operatorId, lotIds);
    const known = await tx.user.findUnique({ where: { email: normaliseEmail(email) }, select: { id: true } });
    const password = known ? null : randomBytes(12).toString("base64url");
    const userId = known?.id ?? (await makePerson(tx, { name, email, password: password! }));
    const already = await tx.member.count({ where: { operatorId, userId } });
    if (already > 0) throw new Failure("conflict", "this person is a member already");
    const lots = [...new Set(lotIds)].map((lotId) => ({ lotId }));
    await tx.member.create({ data: { operatorId, userId, role, allLots, lots: { create: lots } } });
    return {
      result: { userId, password },
      note: {
        operatorId,
        verb: "addMember",
        object: `member ${name}`,
        after: { userId, role, allLots, lotIds, isNewPerson: !known },
      },
    };
  });
}
