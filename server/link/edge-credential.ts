import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import type pg from "pg";

/** Cost of scrypt. An edge's password is 32 random bytes, so this guards a leaked table, not a guessable word. */
const cost = { N: 4096, r: 8, p: 1 };
const hashBytes = 32;
const passwordCharsMax = 256;

/** What the database keeps of an edge's password: `scrypt$N$r$p$salt$hash`, salt and hash in base64url. */
export async function hashEdgeCredential(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/** Is this the password of the hash? A hash that cannot be read matches nothing. */
export async function matchesEdgeCredential(password: string, stored: string): Promise<boolean> {
  const [scheme, N, r, p, salt, hash] = stored.split("$");
  if (scheme !== "scrypt" || !salt || !hash || password.length > passwordCharsMax) return false;
  const expected = Buffer.from(hash, "base64url");
  if (expected.length !== hashBytes) return false;
  const found = await derive(password, Buffer.from(salt, "base64url"), { N: Number(N), r: Number(r), p: Number(p) });
  return timingSafeEqual(found, expected);
}

/** The stored hash of an edge's password; null for an edge that is not enrolled. Rejects while the database is away. */
export async function findCredentialHash(pool: pg.Pool, edgeId: string): Promise<string | null> {
  const { rows } = await pool.query<{ credential_hash: string }>("SELECT credential_hash FROM edge WHERE id = $1", [
    edgeId,
  ]);
  return rows[0]?.credential_hash ?? null;
}

function derive(password: string, salt: Buffer, options: { N: number; r: number; p: number }): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, hashBytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
