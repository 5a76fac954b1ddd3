import { createHash, timingSafeEqual } from "node:crypto";
import { matchesEdgeCredential } from "./edge-credential.ts";

export type DoorAnswer = "welcome" | "refused" | "unavailable";

export type EdgeDoorOptions = {
  /** The stored hash of an edge's password; null for an edge that is not enrolled. Rejects while the database is away. */
  findHash: (edgeId: string) => Promise<string | null>;
  now?: () => number;
};

/** An edge that was let in may come back this long while the database is away: its lot must not lose the link for that. */
const trustedWithoutDatabaseMs = 60 * 60_000;
const knownMax = 20_000;
const waitingMax = 2_000;

type Known = { hash: string; digest: Buffer; at: number };

/**
 * Decides who may connect as an edge. The hash is slow on purpose, so a password that was verified against a hash is
 * remembered (as a digest) and a herd of returning edges costs one cheap query each; the rest are verified one by one.
 */
export class EdgeDoor {
  readonly #options: EdgeDoorOptions;
  readonly #known = new Map<string, Known>();
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(options: EdgeDoorOptions) {
    this.#options = options;
  }

  async ask(edgeId: string, password: string): Promise<DoorAnswer> {
    const digest = createHash("sha256").update(password).digest();
    const known = this.#known.get(edgeId);
    const isKnown = known !== undefined && timingSafeEqual(known.digest, digest);
    let hash: string | null;
    try {
      hash = await this.#options.findHash(edgeId);
    } catch {
      // The database's own absence is told by the parts that need it; here it only decides who is still trusted.
      return isKnown && this.#now() - known.at < trustedWithoutDatabaseMs ? "welcome" : "unavailable";
    }
    if (hash === null) return "refused";
    if (!(isKnown && known.hash === hash)) {
      if (this.#waiting >= waitingMax) return "unavailable";
      if (!(await this.#verifyInTurn(password, hash))) return "refused";
    }
    this.#remember(edgeId, { hash, digest, at: this.#now() });
    return "welcome";
  }

  async #verifyInTurn(password: string, hash: string): Promise<boolean> {
    this.#waiting += 1;
    const turn = this.#last.then(() => matchesEdgeCredential(password, hash));
    this.#last = turn.catch(() => false);
    return turn.finally(() => {
      this.#waiting -= 1;
    });
  }

  #remember(edgeId: string, known: Known): void {
    this.#known.delete(edgeId);
    this.#known.set(edgeId, known);
    if (this.#known.size > knownMax) this.#known.delete(this.#known.keys().next().value!);
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }
}
