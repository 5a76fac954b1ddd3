import { limits } from "#contracts/limits.ts";
import { addRange, type Held, isHeld, nothingHeld } from "#contracts/ranges.ts";

/** What the cloud says it holds of one stream, in a welcome or an acknowledgement. */
export type HeldClaim = {
  readonly mark: number;
  readonly have: readonly (readonly [number, number])[];
  readonly hash: string | null;
};

export type SenderOptions = {
  /** Our own hash of a record; null when we have no such record. A claim about records that we never wrote is not believed. */
  readonly hashAt: (n: number) => string | null;
  readonly random: () => number;
  readonly rtoFloorMs?: number;
  /** An edge that is further behind sends its new records at once and the old ones apart from them. */
  readonly backlogLiveMax?: number;
};

const rtoCapMs = 60_000;
const defaultBacklogLiveMax = 200;
/** Old records under way among the live ones, so that they never fill the window. */
const oldInFlightMax = 16;

/**
 * Which record of one stream to send when: a state machine without clock, socket or disk. It may forget everything at
 * any time; a welcome from the cloud tells it all again. Times are monotonic milliseconds, given to it.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #rtoFloorMs: number;
  #held: Held = nothingHeld;
  #window = 0;
  #last = 0;
  /** Serial to bytes, of what is under way on the present link. */
  readonly #inFlight = new Map<number, number>();
  #inFlightBytes = 0;
  #next = 1;
  /** Records from here on are live; those before are the backlog. */
  #liveFrom = 1;
  #nextOld = 1;
  #oldInFlight = 0;
  /** Serials that the cloud has put aside and will not take. */
  readonly #refused = new Set<number>();
  #rtoMs: number;
  #dueAt: number | null = null;
  #forks = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#rtoFloorMs = options.rtoFloorMs ?? 2_000;
    this.#rtoMs = this.#rtoFloorMs;
  }

  /** All of 1..mark is committed in the cloud. */
  get mark(): number {
    return this.#held.mark;
  }

  /** Claims of the cloud that contradict our own chain. */
  get forks(): number {
    return this.#forks;
  }

  /** Records that are on disk here and not known to be committed in the cloud. */
  get backlog(): number {
    const islands = this.#held.have.reduce((sum, [first, last]) => sum + last - first + 1, 0);
    return Math.max(0, this.#last - this.#held.mark - islands);
  }

  /** Is this serial committed in the cloud, by its own word? */
  holds(n: number): boolean {
    return isHeld(this.#held, n);
  }

  /** Is something under way that the cloud has not acknowledged? */
  get isWaiting(): boolean {
    return this.#dueAt !== null;
  }

  /** Records up to `last` are on disk. */
  grow(last: number): void {
    this.#last = Math.max(this.#last, last);
  }

  /** A new link is up and the cloud has said what it holds: its word counts, also when it holds less than before. */
  welcome(claim: HeldClaim, windowRecords: number): boolean {
    if (!this.#isOurs(claim)) return false;
    this.#held = { mark: claim.mark, have: claim.have };
    const isFarBehind = this.backlog > (this.#options.backlogLiveMax ?? defaultBacklogLiveMax);
    this.#liveFrom = isFarBehind ? this.#last + 1 : 1;
    this.#refused.clear();
    this.#rewind();
    this.#window = Math.min(windowRecords, limits.windowRecordsMax);
    this.#rtoMs = this.#rtoFloorMs;
    return true;
  }

  /** The cloud has committed. Ignored, and counted, when its hash is not that of our record at the mark. */
  ack(claim: HeldClaim, windowRecords: number, now: number): boolean {
    if (this.#window === 0 || !this.#isOurs(claim)) return false;
    const backlog = this.backlog;
    let held = this.#held;
    if (claim.mark > 0) held = addRange(held, 1, claim.mark);
    for (const [first, last] of claim.have) held = addRange(held, first, Math.min(last, this.#last));
    this.#held = held;
    this.#window = Math.min(windowRecords, limits.windowRecordsMax);
    for (const n of [...this.#inFlight.keys()]) if (isHeld(held, n)) this.#land(n);
    if (this.backlog < backlog) {
      this.#rtoMs = this.#rtoFloorMs;
      this.#dueAt = this.#inFlight.size === 0 ? null : now + this.#wait();
    }
    return true;
  }

  /** The cloud has committed, as it says by another way than the link. */
  hear(claim: HeldClaim, now: number): boolean {
    return this.#window === 0 || this.ack(claim, this.#window, now);
  }

  /** The link is gone, and with it whatever was under way on it. */
  down(): void {
    this.#window = 0;
    this.#rewind();
  }

  /** Takes back what is overdue, so that it is sent again. True when it was. */
  tick(now: number): boolean {
    if (this.#dueAt === null || now < this.#dueAt) return false;
    this.#rtoMs = Math.min(rtoCapMs, this.#rtoMs * 2);
    this.#rewind();
    return true;
  }

  /**
   * The serial to send now, or null. Call {@link sent} with its size once it is on its way. Live records come first; old
   * ones only when the caller lets them.
   */
  next(withOld = false): number | null {
    if (this.#inFlight.size >= this.#window) return null;
    if (this.#inFlight.size > 0 && this.#inFlightBytes >= limits.windowBytesMax) return null;
    this.#next = this.#wanted(this.#next);
    if (this.#next <= this.#last) return this.#next;
    if (!withOld || this.#oldInFlight >= oldInFlightMax) return null;
    this.#nextOld = this.#wanted(this.#nextOld);
    return this.#nextOld < this.#liveFrom ? this.#nextOld : null;
  }

  /** Is this serial one of the backlog, which gives way to live records? */
  isOld(n: number): boolean {
    return n < this.#liveFrom;
  }

  /** The first stretch of the backlog that the cloud lacks, of at most so many records; null when there is none. */
  backlogRange(recordsMax: number): readonly [first: number, last: number] | null {
    if (this.#window === 0) return null;
    let first = this.#held.mark + 1;
    for (const [start, end] of this.#held.have) {
      while (this.#refused.has(first)) first++;
      if (first >= start) first = Math.max(first, end + 1);
    }
    while (this.#refused.has(first)) first++;
    if (first >= this.#liveFrom) return null;
    let last = first;
    const isNext = (n: number) => n < this.#liveFrom && !isHeld(this.#held, n) && !this.#refused.has(n);
    while (last - first + 1 < recordsMax && isNext(last + 1)) last++;
    return [first, last];
  }

  /** The cloud has put these aside: they are not offered again before the next welcome. */
  refuse(serials: readonly number[]): void {
    for (const n of serials) this.#refused.add(n);
  }

  sent(n: number, bytes: number, now: number): void {
    this.#inFlight.set(n, bytes);
    this.#inFlightBytes += bytes;
    if (this.isOld(n)) this.#oldInFlight++;
    this.#dueAt ??= now + this.#wait();
  }

  #wanted(from: number): number {
    let n = from;
    while (n <= this.#last && (isHeld(this.#held, n) || this.#inFlight.has(n) || this.#refused.has(n))) n++;
    return n;
  }

  #rewind(): void {
    this.#inFlight.clear();
    this.#inFlightBytes = 0;
    this.#oldInFlight = 0;
    this.#next = Math.max(this.#held.mark + 1, this.#liveFrom);
    this.#nextOld = this.#held.mark + 1;
    this.#dueAt = null;
  }

  #land(n: number): void {
    this.#inFlightBytes -= this.#inFlight.get(n) ?? 0;
    if (this.isOld(n)) this.#oldInFlight--;
    this.#inFlight.delete(n);
  }

  /** Up to half as long again, so that edges that lost the same cloud do not resend together. */
  #wait(): number {
    return this.#rtoMs * (1 + this.#options.random() / 2);
  }

  #isOurs(claim: HeldClaim): boolean {
    const isSame = claim.mark === 0 || (claim.hash !== null && this.#options.hashAt(claim.mark) === claim.hash);
    if (!isSame) this.#forks++;
    return isSame;
  }
}
