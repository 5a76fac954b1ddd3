import { createHash, randomUUID } from "node:crypto";
import type { Db } from "#prisma/db.ts";

/** No longer than the longest window of the library's own limits: it clears the table of older rows. */
const windowMs = 5 * 60_000;
const attemptsMax = 10;

/**
 * Counts an attempt to sign in to an account before the password is looked at, so that a burst cannot slip through;
 * false when there were too many lately. Addresses can be changed at will, accounts cannot.
 */
export async function countAttempt(db: Db, email: string, nowMs: number): Promise<boolean> {
  const key = attemptKey(email);
  const [row] = await db.$queryRaw<{ count: number }[]>`
    INSERT INTO auth_rate_limit AS r (id, key, count, last_request) VALUES (${randomUUID()}, ${key}, 1, ${nowMs})
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN r.last_request < ${nowMs - windowMs} THEN 1 ELSE r.count + 1 END,
      last_request = CASE WHEN r.last_request < ${nowMs - windowMs} THEN ${nowMs} ELSE r.last_request END
    RETURNING count`;
  return row!.count <= attemptsMax;
}

/** The right password was given: the account starts afresh. */
export async function forgetAttempts(db: Db, email: string): Promise<void> {
  await db.authRateLimit.deleteMany({ where: { key: attemptKey(email) } });
}

function attemptKey(email: string): string {
  return `account|${createHash("sha256").update(email.trim().toLowerCase()).digest("hex")}`;
}
