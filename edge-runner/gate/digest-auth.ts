import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

export type DigestOutcome = "ok" | "challenge" | "wrong";

const realm = "liftgate";
const nonceLifeMs = 5 * 60_000;
const noncesMax = 1_024;
const algorithms = { MD5: "md5", "SHA-256": "sha256" } as const;

/**
 * HTTP digest access authentication (RFC 7616, `qop=auth`), as cameras speak it: MD5 or SHA-256, the user name is the
 * camera's id, the password its token. Nonces are signed with a key of this process and end after five minutes; a
 * nonce count is taken once, so a recorded request cannot be sent again.
 */
export class DigestAuth {
  readonly #key = randomBytes(32);
  readonly #counts = new Map<string, number>();
  readonly #now: () => number;
  #endedAt = -1;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Values for the `WWW-Authenticate` headers of a 401, the stronger first. */
  challenge(): string[] {
    const nonce = this.#makeNonce(Math.floor(this.#now()));
    return ["SHA-256", "MD5"].map(
      (algorithm) => `Digest realm="${realm}", qop="auth", algorithm=${algorithm}, nonce="${nonce}"`,
    );
  }

  check(
    header: string | undefined,
    request: { method: string; url: string },
    username: string,
    password: string,
  ): DigestOutcome {
    const fields = parseDigest(header);
    if (fields === null) return "challenge";
    const { nonce = "", nc = "", cnonce = "", uri = "", response = "", qop } = fields;
    const algorithm = (fields.algorithm ?? "MD5").toUpperCase();
    if (!this.#isCurrent(nonce)) return "challenge";
    if (algorithm !== "MD5" && algorithm !== "SHA-256") return "wrong";
    if (fields.username !== username || fields.realm !== realm || qop !== "auth" || uri !== request.url) return "wrong";
    const hash = (text: string) => createHash(algorithms[algorithm]).update(text).digest("hex");
    const secret = hash(`${username}:${realm}:${password}`);
    const expected = hash(`${secret}:${nonce}:${nc}:${cnonce}:auth:${hash(`${request.method}:${uri}`)}`);
    if (!isSame(expected, response.toLowerCase())) return "wrong";
    return this.#takeCount(nonce, nc) ? "ok" : "challenge";
  }

  #makeNonce(at: number): string {
    return `${at.toString(16)}.${createHmac("sha256", this.#key).update(String(at)).digest("hex").slice(0, 32)}`;
  }

  #isCurrent(nonce: string): boolean {
    const at = issuedAt(nonce);
    if (!Number.isSafeInteger(at) || !isSame(this.#makeNonce(at), nonce)) return false;
    const age = this.#now() - at;
    return at > this.#endedAt && age <= nonceLifeMs;
  }

  #takeCount(nonce: string, text: string): boolean {
    if (!/^[0-9a-f]{8}$/i.test(text)) return false;
    const count = Number.parseInt(text, 16);
    if (count <= (this.#counts.get(nonce) ?? 0)) return false;
    this.#counts.delete(nonce);
    this.#counts.set(nonce, count);
    if (this.#counts.size > noncesMax) this.#forgetOldest();
    return true;
  }

  /** What was forgotten must not be usable again: every nonce as old as the one forgotten ends with it. */
  #forgetOldest(): void {
    const oldest = this.#counts.keys().next().value!;
    this.#counts.delete(oldest);
    this.#endedAt = Math.max(this.#endedAt, issuedAt(oldest));
  }
}

function issuedAt(nonce: string): number {
  return Number.parseInt(nonce.split(".")[0] ?? "", 16);
}

function parseDigest(header: string | undefined): Record<string, string> | null {
  if (header === undefined || header.length > 2_048 || !/^digest\s/i.test(header)) return null;
  const fields: Record<string, string> = Object.create(null);
  for (const match of header.slice(7).matchAll(/([a-z]+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/gi))
    fields[match[1]!.toLowerCase()] = match[2] ?? match[3] ?? "";
  return fields;
}

/** Compares in a time that does not tell how much of it was right. */
export function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
