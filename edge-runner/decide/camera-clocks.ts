import type { Observation } from "../gate/observation.ts";

/** A message older than this is recorded and never acted on: the car it speaks of may be gone. */
export const staleAfterMs = 30_000;

const heartbeatsKept = 3;

/**
 * How old a camera's messages are. A camera's clock is taken as right, corrected by what its heartbeats show; one that
 * runs ahead is not asked, and then only the time of receipt and the camera's word about repetition count.
 */
export class CameraClocks {
  readonly #offsets = new Map<string, number[]>();

  /** A heartbeat is sent at once, so the difference is the error of the camera's clock. `nowMs` is cloud time. */
  noteHeartbeat(deviceId: string, cameraTime: number | null, nowMs: number): void {
    if (cameraTime === null) return;
    const offsets = [...(this.#offsets.get(deviceId) ?? []), nowMs - cameraTime];
    this.#offsets.set(deviceId, offsets.slice(-heartbeatsKept));
  }

  /** Age at its receipt; infinite when all that is known is that it is late. Both times are cloud time. */
  ageAtReceipt(observation: Observation, receivedAt: number): number {
    const byReceipt = observation.isRetransmitted ? Number.POSITIVE_INFINITY : 0;
    if (observation.cameraTime === null) return byReceipt;
    // the smallest of a few: one heartbeat that was held up must not make late messages look fresh
    const offset = Math.min(...(this.#offsets.get(observation.deviceId) ?? [0]));
    const age = receivedAt - observation.cameraTime - offset;
    return age < -staleAfterMs ? byReceipt : Math.max(0, age);
  }
}
