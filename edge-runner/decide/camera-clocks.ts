import type { Observation } from "../gate/observation.ts";

/** A message older than this is recorded and never acted on: the car it speaks of may be gone. */
export const staleAfterMs = 30_000;

const heartbeatsKept = 3;
/** Less than this between two looks at a clock is drift and rounding. */
const jumpMs = 1_000;

/**
 * How old a camera's messages are. A camera's clock is taken as right, corrected by what its heartbeats show; one that
 * runs ahead is not asked, and then only the time of receipt and the camera's word about repetition count.
 * When the edge's own time jumps, as it may before the cloud has told it the time, what the heartbeats showed jumps too.
 */
export class CameraClocks {
  readonly #offsets = new Map<string, number[]>();
  readonly #monotonic: () => number;
  /** Our time less the monotonic clock: the same as long as our time does not jump. */
  #base: number | null = null;

  constructor(monotonic: () => number = () => performance.now()) {
    this.#monotonic = monotonic;
  }

  /** A heartbeat is sent at once, so the difference is the error of the camera's clock. `nowMs` is cloud time. */
  noteHeartbeat(deviceId: string, cameraTime: number | null, nowMs: number): void {
    if (cameraTime === null) return;
    this.#follow(nowMs);
    const offsets = [...(this.#offsets.get(deviceId) ?? []), nowMs - cameraTime];
    this.#offsets.set(deviceId, offsets.slice(-heartbeatsKept));
  }

  /** Age at its receipt; infinite when all that is known is that it is late. All times are cloud time. */
  ageAtReceipt(observation: Observation, receivedAt: number, nowMs = receivedAt): number {
    this.#follow(nowMs);
    const byReceipt = observation.isRetransmitted ? Number.POSITIVE_INFINITY : 0;
    if (observation.cameraTime === null) return byReceipt;
    // the smallest of a few: one heartbeat that was held up must not make late messages look fresh
    const offset = Math.min(...(this.#offsets.get(observation.deviceId) ?? [0]));
    const age = receivedAt - observation.cameraTime - offset;
    return age < -staleAfterMs ? byReceipt : Math.max(0, age);
  }

  #follow(nowMs: number): void {
    const base = nowMs - this.#monotonic();
    const jump = this.#base === null ? 0 : base - this.#base;
    this.#base = base;
    if (Math.abs(jump) < jumpMs) return;
    for (const [deviceId, offsets] of this.#offsets)
      this.#offsets.set(
        deviceId,
        offsets.map((offset) => offset + jump),
      );
  }
}
