import type { UplinkUse } from "#contracts/messages.ts";

type UplinkReason = UplinkUse["reason"];
/** Why an uplink is given up. */
export type UplinkFailure = Exclude<UplinkReason, "start" | "proven">;

type Track = {
  hasCarrier: boolean;
  /** Failures in a row. */
  failures: number;
  /** Since when every probe has been answered. */
  goodSince: number | null;
  proofMs: number;
  /** When it was last returned to. */
  returnedAt: number | null;
};

/** A link that ended or was refused may be the broker's doing: so often it is tried again before another uplink is. */
const plainFailuresMax = 3;
/** A link that lasted for less says nothing good of its uplink. */
const steadyMs = 10_000;
/** An uplink that fails within so long of a return has to prove itself for twice as long the next time. */
const relapseMs = 10 * 60_000;
const proofMsMax = 10 * 60_000;

/**
 * Which uplink to use: the best that works, another as soon as it does not, and back only once it has proven itself. A
 * state machine without clock or sockets: times are monotonic milliseconds, given to it. Uplinks are named by their
 * rank, 0 the best.
 */
export class UplinkChoice {
  readonly #tracks: Track[];
  #provenAfterMs: readonly number[];
  #current = 0;
  #before: number | null = null;
  #reason: UplinkReason = "start";
  #since: number;
  #upAt: number | null = null;

  constructor(provenAfterMs: readonly number[], now: number) {
    this.#provenAfterMs = provenAfterMs;
    this.#since = now;
    this.#tracks = provenAfterMs.map((proofMs) => ({
      hasCarrier: true,
      failures: 0,
      goodSince: null,
      proofMs,
      returnedAt: null,
    }));
  }

  /** From now on these times prove an uplink; one that has to prove itself for longer than usual keeps that. */
  setProofs(provenAfterMs: readonly number[]): void {
    this.#tracks.forEach((track, rank) => {
      if (track.proofMs === this.#provenAfterMs[rank]) track.proofMs = provenAfterMs[rank]!;
    });
    this.#provenAfterMs = provenAfterMs;
  }

  get current(): number {
    return this.#current;
  }

  /** What is in use, since when, and why. */
  get use(): { current: number; before: number | null; reason: UplinkReason; since: number } {
    return { current: this.#current, before: this.#before, reason: this.#reason, since: this.#since };
  }

  /** Has this uplink an address that a socket can be bound to? */
  hasCarrier(rank: number): boolean {
    return this.#tracks[rank]!.hasCarrier;
  }

  /** A carrier came or went. True when another uplink is to be used from now on. */
  setCarrier(rank: number, hasCarrier: boolean, now: number): boolean {
    const track = this.#tracks[rank]!;
    if (track.hasCarrier === hasCarrier) return false;
    track.hasCarrier = hasCarrier;
    track.goodSince = null;
    if (hasCarrier) track.failures = 0;
    const current = this.#tracks[this.#current]!;
    if (current.hasCarrier) return false;
    return this.failed("carrierGone", now);
  }

  /** The cloud's broker has let us in over the present uplink. */
  up(now: number): void {
    this.#upAt = now;
  }

  /** A try or a link over the present uplink has failed. True when another is to be used from now on. */
  failed(reason: UplinkFailure, now: number): boolean {
    const track = this.#tracks[this.#current]!;
    const isSteady = this.#upAt !== null && now - this.#upAt >= steadyMs;
    this.#upAt = null;
    track.goodSince = null;
    track.failures = isSteady ? 1 : track.failures + 1;
    const mayBeBroker = reason === "lost" || reason === "refused";
    if (mayBeBroker && track.hasCarrier && track.failures < plainFailuresMax) return false;
    return this.#leave(reason, now);
  }

  /** Ranks that are to be probed now: better than the present one, and with a carrier. */
  toProbe(): number[] {
    return this.#tracks.flatMap(({ hasCarrier }, rank) => (hasCarrier && rank < this.#current ? [rank] : []));
  }

  /** A probe was answered or not. True when that uplink has proven itself, and is to be used from now on. */
  probed(rank: number, isAnswered: boolean, now: number): boolean {
    const track = this.#tracks[rank]!;
    if (!isAnswered || !track.hasCarrier) track.goodSince = null;
    else track.goodSince ??= now;
    if (track.goodSince === null || now - track.goodSince < track.proofMs || rank >= this.#current) return false;
    track.failures = 0;
    track.returnedAt = now;
    this.#use(rank, "proven", now);
    return true;
  }

  #leave(reason: UplinkFailure, now: number): boolean {
    const rank = this.#next();
    if (rank === null) return false;
    const left = this.#tracks[this.#current]!;
    const isRelapse = left.returnedAt !== null && now - left.returnedAt < relapseMs;
    const provenAfterMs = this.#provenAfterMs[this.#current]!;
    left.proofMs = isRelapse ? Math.min(Math.max(proofMsMax, provenAfterMs), left.proofMs * 2) : provenAfterMs;
    left.returnedAt = null;
    this.#use(rank, reason, now);
    return true;
  }

  /** Of the others with a carrier, the one that has failed least, the best of those; null when there is none. */
  #next(): number | null {
    let next: number | null = null;
    this.#tracks.forEach(({ hasCarrier, failures }, rank) => {
      if (rank === this.#current || !hasCarrier) return;
      if (next === null || failures < this.#tracks[next]!.failures) next = rank;
    });
    return next;
  }

  #use(rank: number, reason: UplinkReason, now: number): void {
    this.#before = this.#current;
    this.#current = rank;
    this.#reason = reason;
    this.#since = now;
    this.#upAt = null;
  }
}
