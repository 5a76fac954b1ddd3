import { pbkdf2, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import type pg from "pg";

/** An edge's password is 32 random bytes, so this guards a leaked table, not a guessable word. */
const iterations = 1_000;
const iterationsMax = 1_000_000;
const [saltBytes, hashBytes] = [12, 64];
const passwordCharsMax = 256;

/**
 * What the database keeps of an edge's password, in the words of Mosquitto's password file, so that a broker of the
 * operator's own can be given it: `$7$iterations$salt$hash`, PBKDF2 with SHA-512, salt and hash in base64.
 */
export async function hashEdgeCredential(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(password, salt, iterations);
  return `$7$${iterations}$${salt.toString("base64")}$${hash.toString("base64")}`;
}

/** Is this the password of the hash? A hash that cannot be read matches nothing. */
export async function matchesEdgeCredential(password: string, stored: string): Promise<boolean> {
  if (password.length > passwordCharsMax) return false;
  if (stored.startsWith("scrypt$")) return matchesScrypt(password, stored);
  const [before, scheme, count, salt, hash] = stored.split("$");
  const times = Number(count);
  if (before !== "" || scheme !== "7" || !salt || !hash) return false;
  if (!Number.isInteger(times) || times < 1 || times > iterationsMax) return false;
  const expected = Buffer.from(hash, "base64");
  if (expected.length !== hashBytes) return false;
  return timingSafeEqual(await derive(password, Buffer.from(salt, "base64"), times), expected);
}

/** Edges enrolled at first have `scrypt$N$r$p$salt$hash` in base64url, until their password is renewed. */
async function matchesScrypt(password: string, stored: string): Promise<boolean> {
  const [, N, r, p, salt, hash] = stored.split("$");
  if (!salt || !hash) return false;
  const expected = Buffer.from(hash, "base64url");
  const options = { N: Number(N), r: Number(r), p: Number(p) };
  return new Promise((resolve, reject) => {
    scrypt(password, Buffer.from(salt, "base64url"), expected.length, options, (error, key) =>
      error ? reject(error) : resolve(timingSafeEqual(expected, key)),
    );
  });
}

/** The stored hash of an edge's password; null for an edge that is not enrolled. Rejects while the database is away. */
export async function findCredentialHash(pool: pg.Pool, edgeId: string): Promise<string | null> {
  const { rows } = await pool.query<{ credential_hash: string }>("SELECT credential_hash FROM edge WHERE id = $1", [
    edgeId,
  ]);
  return rows[0]?.credential_hash ?? null;
}

function derive(password: string, salt: Buffer, times: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    pbkdf2(password, salt, times, hashBytes, "sha512", (error, key) => (error ? reject(error) : resolve(key)));
  });
}
