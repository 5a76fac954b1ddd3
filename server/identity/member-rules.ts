import * as z from "zod";
import { nameSchema } from "#contracts/names.ts";
import type { Tx } from "#prisma/db.ts";
import { Failure, notFound } from "./failure.ts";

export const userIdSchema = z.string().min(1).max(64);
export const roleSchema = z.enum(["owner", "manager", "support", "attendant", "auditor"]);
export const lotIdsSchema = z.array(z.string().refine((id) => nameSchema.safeParse(id).success)).max(1_000);

/** A member as the trail notes it. Takes the operator's row lock: changes of members happen one after another. */
export async function lockMember(tx: Tx, operatorId: string, userId: string) {
  await lockMembers(tx, operatorId);
  const member = await tx.member.findUnique({
    where: { operatorId_userId: { operatorId, userId } },
    include: { lots: { select: { lotId: true }, orderBy: { lotId: "asc" } }, user: { select: { name: true } } },
  });
  if (!member) throw notFound("member");
  const { role, allLots } = member;
  return { name: member.user.name, was: { role, allLots, lotIds: member.lots.map((lot) => lot.lotId) } };
}

export async function lockMembers(tx: Tx, operatorId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM operator WHERE id = ${operatorId} FOR UPDATE`;
}

/** An operator without an owner could never again be given one. */
export async function refuseLastOwner(tx: Tx, operatorId: string, userId: string): Promise<void> {
  const others = await tx.member.count({ where: { operatorId, role: "owner", userId: { not: userId } } });
  if (others === 0) throw new Failure("conflict", "the last owner stays owner");
}

/** Every lot must be one of the operator's. */
export async function requireLots(tx: Tx, operatorId: string, lotIds: readonly string[]): Promise<void> {
  const known = await tx.lot.count({ where: { operatorId, id: { in: [...lotIds] } } });
  if (known !== new Set(lotIds).size) throw notFound("lot");
}
