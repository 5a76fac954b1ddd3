import { decodeLeanBatch, encodeFullBatch, encodeLeanBatch, splitFullBatch } from "#contracts/batch.ts";
import { decodeRecord, RecordError } from "#contracts/record.ts";
import type { Batch, PostOutcome } from "#edge-runner/report/step-upload.ts";
import type { SimBroker } from "./sim-broker.ts";
import type { SimCloud } from "./sim-cloud.ts";
import type { World } from "./world.ts";

const timeoutMs = 5_000;

/** Carries a batch of the backlog to the cloud, as bytes, and its answer back; either may get lost on the way. */
export function postBatch(
  world: World,
  broker: SimBroker,
  cloud: SimCloud,
  batch: Batch,
  done: (outcome: PostOutcome) => void,
): void {
  const { time, edgeId } = world;
  let isOver = false;
  const end = (outcome: PostOutcome) => {
    if (!isOver) done(outcome);
    isOver = true;
  };
  time.after(timeoutMs, () => end({ kind: "unreachable", reason: "no answer" }));
  if (world.chance(0.05)) {
    const odd: PostOutcome[] = [{ kind: "later", afterMs: 2_000 }, { kind: "tooLarge" }];
    time.after(50, () => end(odd[Math.floor(world.random() * odd.length)]!));
    return;
  }
  const bytes = batch.form === "lean" ? encodeLeanBatch(batch.records) : encodeFullBatch(batch.records);
  // one byte on the way is not what it was
  if (world.chance(0.05)) bytes[Math.floor(world.random() * bytes.length)]! ^= 1;
  world.carry(() => {
    if (!broker.isReachable || isOver) return;
    try {
      const frames =
        batch.form === "lean"
          ? decodeLeanBatch(edgeId, batch.head, bytes)
          : splitFullBatch(bytes).map((one) => decodeRecord(edgeId, one));
      cloud.takeBatch(frames, (held) => {
        if (broker.isReachable) world.carry(() => end({ kind: "held", answer: { v: 1, held, refused: [] } }));
      });
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      world.carry(() => end({ kind: "unreadable", why: "chain" }));
    }
  });
}
