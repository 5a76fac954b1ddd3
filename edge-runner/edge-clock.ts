import { randomBytes } from "node:crypto";
import fs from "node:fs";
import type { Stamp } from "#contracts/record-body.ts";

/** Ties the monotonic clock to cloud time. Kept over a restart of the process, worthless after one of the machine. */
export type ClockTie = {
  readonly bootId: string;
  readonly monotonicMs: number;
  readonly cloudMs: number;
  /** How wrong it may have been when it was made. */
  readonly errorMs: number;
};

const holdoverAfterMs = 60 * 60_000;
/** A cheap crystal in a hot cabinet: 200 parts in a million. */
const driftMax = 0.0002;

/**
 * The clock of an edge. Cloud time is carried on the monotonic clock, so a jump of the wall clock changes neither
 * corrected times nor durations.
 */
export class EdgeClock {
  readonly bootId: string;
  #tie: ClockTie | null = null;
  #isTieFresh = false;
  /** A time of the cloud that has passed: what a machine falls back to that comes back as 1970. */
  #floor = { monotonicMs: 0, cloudMs: 0 };
  readonly #wall: () => number;
  readonly #monotonic: () => number;

  constructor(sources: { wall?: () => number; monotonic?: () => number; bootId?: string } = {}) {
    this.#wall = sources.wall ?? Date.now;
    this.#monotonic = sources.monotonic ?? (() => Number(process.hrtime.bigint() / 1000n) / 1000);
    this.bootId = sources.bootId ?? readBootId();
  }

  /** Milliseconds since the machine booted; never jumps. */
  monotonicMs(): number {
    return this.#monotonic();
  }

  /** Cloud time as well as it is known; the wall clock as long as the cloud never answered, unless that cannot be. */
  nowMs(): number {
    if (this.#tie === null) return Math.max(this.#wall(), this.#carried(this.#floor));
    return this.#carried(this.#tie);
  }

  /** It was `cloudMs` by the cloud, give or take `errorMs`, when the monotonic clock stood at `monotonicMs`. */
  tieTo(cloudMs: number, monotonicMs: number, errorMs: number): ClockTie {
    this.#tie = { bootId: this.bootId, monotonicMs, cloudMs, errorMs };
    this.#isTieFresh = true;
    return this.#tie;
  }

  /** Takes up the tie of an earlier process. If the machine has been restarted since, it is only later than that. */
  resume(tie: ClockTie): void {
    if (this.#tie !== null) return;
    if (tie.bootId !== this.bootId) {
      this.#floor = { monotonicMs: this.#monotonic(), cloudMs: tie.cloudMs };
      return;
    }
    this.#tie = tie;
    this.#isTieFresh = false;
  }

  /** How wrong {@link nowMs} may be: infinite as long as the cloud never told its time. */
  errorMs(): number {
    const tie = this.#tie;
    if (tie === null) return Number.POSITIVE_INFINITY;
    return tie.errorMs + (this.#monotonic() - tie.monotonicMs) * driftMax;
  }

  quality(): Stamp["quality"] {
    if (this.#tie === null) return "unsynced";
    const isRecent = this.#monotonic() - this.#tie.monotonicMs <= holdoverAfterMs;
    return this.#isTieFresh && isRecent ? "synced" : "holdover";
  }

  stamp(): Stamp {
    const at = Math.max(0, Math.round(this.#wall()));
    const offsetMs = this.nowMs() - at;
    return { at, offsetMs, quality: this.quality(), monotonicMs: this.#monotonic(), bootId: this.bootId };
  }

  #carried(tie: Pick<ClockTie, "monotonicMs" | "cloudMs">): number {
    return Math.round(tie.cloudMs + this.#monotonic() - tie.monotonicMs);
  }
}

function readBootId(): string {
  try {
    return fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8);
  } catch {
    return randomBytes(4).toString("hex"); // no such file outside Linux: then every process counts as a boot
  }
}
