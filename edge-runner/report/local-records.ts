import type { Logger } from "pino";
import {
  type CheckpointBody,
  type CheckpointHead,
  type LocalBody,
  localBodySchema,
  signCheckpoint,
  type Trouble,
} from "#contracts/local-record.ts";
import { correctedTime } from "#contracts/record-body.ts";
import type { SigningKey } from "#contracts/signature.ts";
import { toBytes } from "#contracts/text.ts";
import type { EdgeClock } from "../edge-clock.ts";
import type { EdgeConfig } from "../edge-config.ts";
import type { Journal } from "./journal.ts";
import type { JournalChange } from "./journal-schema.ts";

export type LocalRecordsParts = {
  readonly edge: Pick<EdgeConfig, "edgeId" | "lotId">;
  readonly journal: Pick<Journal, "append" | "epoch" | "head" | "lateMs" | "isFull" | "onDurable">;
  readonly clock: Pick<EdgeClock, "stamp">;
  readonly key: SigningKey;
  readonly log: Logger;
  /** Times that only tests change. */
  readonly checkpointEveryMs?: number;
};

const checkpointEvery = 100;
const checkpointEveryMs = 5 * 60_000;
/** A disk that is so late has other work to do. */
const lateMsMax = 1_000;

/** Writes stream `l`: what goes wrong at the edge itself, and the checkpoints that it signs. */
export class LocalRecords {
  readonly #parts: LocalRecordsParts;
  #signed: number;
  #timer: NodeJS.Timeout | undefined;
  #forget: () => void = () => undefined;

  constructor(parts: LocalRecordsParts) {
    this.#parts = parts;
    this.#signed = 0;
  }

  start(): void {
    const { journal, checkpointEveryMs: everyMs = checkpointEveryMs } = this.#parts;
    this.#timer = setInterval(() => this.#checkpointFrom(1), everyMs);
    this.#forget = journal.onDurable(() => this.#checkpointFrom(checkpointEvery));
  }

  /** Signs what has come since the last checkpoint. Resolves at once; the journal writes it before it closes. */
  stop(): void {
    clearInterval(this.#timer);
    this.#forget();
    this.#checkpointFrom(1);
  }

  /** Says what went wrong, together with other changes, in one transaction. Resolves when it is on disk. */
  say(trouble: Trouble, changes: readonly JournalChange[] = []): Promise<void> {
    const { edge, clock } = this.#parts;
    return this.#append({ v: 1, kind: "trouble", stamp: clock.stamp(), lotId: edge.lotId, trouble }, changes);
  }

  /** Signs the heads when at least so many records stand above the last checkpoint. */
  #checkpointFrom(count: number): void {
    const { journal, edge, clock, key, log } = this.#parts;
    const reached = journal.head("p").n + journal.head("a").n;
    if (reached - this.#signed < count || journal.lateMs() > lateMsMax || journal.isFull()) return;
    this.#signed = reached;
    const heads = (["p", "a", "l"] as const).map((stream): CheckpointHead => ({ stream, ...journal.head(stream) }));
    const content = { stamp: clock.stamp(), epoch: journal.epoch, heads };
    const signature = signCheckpoint(key, edge.edgeId, content);
    const { publicKey } = key;
    const body: CheckpointBody = { v: 1, kind: "checkpoint", lotId: edge.lotId, ...content, publicKey, signature };
    this.#append(body, []).catch((error: Error) => log.error({ err: error }, "a checkpoint could not be written"));
  }

  async #append(body: LocalBody, changes: readonly JournalChange[]): Promise<void> {
    const bytes = toBytes(JSON.stringify(localBodySchema.parse(body)));
    const record = { body: bytes, personal: new Uint8Array(), at: correctedTime(body.stamp) };
    await this.#parts.journal.append("l", [record], changes).durable;
  }
}
