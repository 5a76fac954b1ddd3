import { type OrderedMessage, RecordLane, type RecordLaneOptions } from "./record-lane.ts";

/** While the database works for one lane the process works for another; more would only make their batches smaller. */
const lanesCount = 2;

/**
 * Takes what edges record and say at the start of a link. An edge keeps to one lane, so that its messages stay in order
 * and no two lanes wait for the same row: streams, passages, commands and photos all belong to one edge.
 */
export class RecordIngest {
  readonly #lanes: readonly RecordLane[];

  constructor(options: RecordLaneOptions) {
    this.#lanes = Array.from({ length: lanesCount }, () => new RecordLane(options));
  }

  start(): void {
    for (const lane of this.#lanes) lane.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.stop()));
  }

  push(message: OrderedMessage): void {
    this.#lanes[laneOf(message.edgeId)]!.push(message);
  }
}

function laneOf(edgeId: string): number {
  let sum = 0;
  for (let i = 0; i < edgeId.length; i++) sum = (sum * 31 + edgeId.charCodeAt(i)) >>> 0;
  return sum % lanesCount;
}
