import { randomUUID } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import type { Tx } from "#prisma/db.ts";

export type NewPerson = { readonly name: string; readonly email: string; readonly password: string };

/** Makes a person who can sign in, and belongs to no operator yet. */
export async function makePerson(tx: Tx, { name, email, password }: NewPerson): Promise<string> {
  const userId = randomUUID();
  await tx.user.create({ data: { id: userId, name, email: normaliseEmail(email) } });
  await givePassword(tx, userId, password);
  return userId;
}

/** Lets a person who has no password yet sign in with this one. */
export async function givePassword(tx: Tx, userId: string, password: string): Promise<void> {
  await tx.authAccount.create({
    data: {
      id: randomUUID(),
      userId,
      accountId: userId,
      providerId: "credential",
      password: await hashPassword(password),
    },
  });
}

/** As the sign-in library looks it up. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}
