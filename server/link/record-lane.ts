import type pg from "pg";
import { helloSchema, parseMessage } from "#contracts/messages.ts";
import { decodeRecord, RecordError, type RecordFrame } from "#contracts/record.ts";
import { toBytes } from "#contracts/text.ts";
import { downTopic, upTopic } from "#contracts/topics.ts";
import { answerHello } from "../report/answer-hello.ts";
import { type Arrival, type Committed, commitRecords } from "../report/commit-records.ts";
import { nativeDigest } from "../report/native-digest.ts";
import type { PassageKey } from "../report/passage-row.ts";
import { type QuarantinedMessage, quarantineMessages } from "../report/quarantine-messages.ts";
import type { EdgeIdentity } from "../report/stream-rows.ts";
import { isPoison } from "./database-faults.ts";
import type { EdgeDirectory } from "./edge-directory.ts";
import { inTransaction } from "./in-transaction.ts";
import { log } from "./log.ts";
import { MessageLine } from "./message-line.ts";
import { noteLive } from "./note-report.ts";
import { retryUntil, StoppedError } from "./retry-until.ts";

export type OrderedMessage = { kind: "hello" | "record"; edgeId: string; payload: Uint8Array };

export type RecordLaneOptions = {
  pool: pg.Pool;
  edges: EdgeDirectory;
  send: (topic: string, payload: Uint8Array) => void;
  /** Passages of a batch, after its commit. */
  onPassages: (passages: readonly PassageKey[]) => void;
};

const batchBounds = { messagesMax: 2_000, bytesMax: 4 * 1024 * 1024 };
const lineBounds = { messagesMax: 20_000, bytesMax: 32 * 1024 * 1024 };

/**
 * Takes records and hellos of its edges in the order in which they came. While one batch commits the next one gathers, so a quiet link
 * commits each record at once and a busy one fills its batches. Acknowledged is only what has been committed; while the
 * database is away the line fills to its bound, and what is turned away is sent again by the edges.
 */
export class RecordLane {
  readonly #options: RecordLaneOptions;
  readonly #line = new MessageLine<OrderedMessage>(lineBounds);
  #isStopping = false;
  #running: Promise<void> = Promise.resolve();

  constructor(options: RecordLaneOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#line.close();
    await this.#running;
  }

  push(message: OrderedMessage): void {
    this.#line.push(message);
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      await this.#line.wait();
      const batch = this.#line.take(batchBounds, (first, next) => first.kind === "record" && next.kind === "record");
      if (batch.length === 0) continue;
      try {
        await this.#takeBatch(batch);
      } catch (error) {
        if (!(error instanceof StoppedError)) throw error;
      }
      const turnedAway = this.#line.takeTurnedAway();
      if (turnedAway > 0) log.warn({ turnedAway }, "messages turned away unacknowledged, the line is full");
    }
  }

  async #takeBatch(batch: readonly OrderedMessage[]): Promise<void> {
    const isStopping = () => this.#isStopping;
    if (batch[0]!.kind === "hello") {
      await retryUntil("hello", () => this.#takeHello(batch[0]!), isStopping);
      return;
    }
    const { arrivals, broken } = await retryUntil("edges", () => this.#decode(batch), isStopping);
    if (broken.length > 0) await retryUntil("quarantine", () => this.#quarantine(broken), isStopping);
    if (arrivals.length > 0) await this.#commit(arrivals);
  }

  async #decode(batch: readonly OrderedMessage[]) {
    const arrivals: Arrival[] = [];
    const broken: QuarantinedMessage[] = [];
    const edges = new Map<string, EdgeIdentity | null>();
    for (const { edgeId, payload } of batch) {
      if (!edges.has(edgeId)) edges.set(edgeId, await this.#options.edges.find(edgeId));
      const edge = edges.get(edgeId);
      if (!edge) {
        log.warn({ edgeId }, "a record of an edge that is not enrolled was dropped");
        continue;
      }
      const topic = upTopic(edgeId, "record");
      const frame = decode(edge, payload);
      if ("problem" in frame) broken.push({ ...edge, topic, payload, reason: frame.problem });
      else arrivals.push({ edge, topic, payload, frame });
    }
    return { arrivals, broken };
  }

  /** Commits a batch; one that the database refuses for its data is halved until the record at fault stands alone. */
  async #commit(arrivals: readonly Arrival[], isProjecting = true): Promise<void> {
    try {
      const committed = await retryUntil(
        "commit",
        () => this.#commitOnce(arrivals, isProjecting),
        () => this.#isStopping,
      );
      if ("poison" in committed) throw committed.poison;
      this.#acknowledge(committed);
    } catch (error) {
      if (error instanceof StoppedError) throw error;
      const { message } = error as Error;
      log.error({ reason: message, records: arrivals.length, isProjecting }, "records could not be stored as they are");
      if (arrivals.length > 1) {
        const half = arrivals.length >> 1;
        await this.#commit(arrivals.slice(0, half), isProjecting);
        await this.#commit(arrivals.slice(half), isProjecting);
      } else if (isProjecting) await this.#commit(arrivals, false);
      else {
        const { edge, topic, payload } = arrivals[0]!;
        const isStopping = () => this.#isStopping;
        await retryUntil(
          "quarantine",
          () => this.#quarantine([{ ...edge, topic, payload, reason: "notStorable" }]),
          isStopping,
        );
      }
    }
  }

  async #commitOnce(arrivals: readonly Arrival[], isProjecting: boolean): Promise<Committed | { poison: unknown }> {
    try {
      return await inTransaction(this.#options.pool, (sql) => commitRecords(sql, arrivals, { isProjecting }));
    } catch (error) {
      if (isPoison(error)) return { poison: error };
      throw error;
    }
  }

  #acknowledge({ acks, passages, refusedSerials: _, ...counts }: Committed): void {
    for (const { edgeId, ack } of acks) this.#options.send(downTopic(edgeId, "ack"), toBytes(JSON.stringify(ack)));
    if (counts.refused > 0) log.error(counts, "records contradict what is committed");
    log.debug({ ...counts, streams: acks.length }, "committed");
    this.#options.onPassages(passages);
  }

  async #takeHello({ edgeId, payload }: OrderedMessage): Promise<void> {
    const edge = await this.#options.edges.find(edgeId);
    if (!edge) {
      log.warn({ edgeId }, "a hello of an edge that is not enrolled was dropped");
      return;
    }
    const hello = parsed(payload);
    if (hello === null) {
      await this.#quarantine([{ ...edge, topic: upTopic(edgeId, "hello"), payload, reason: "unreadableHello" }]);
      return;
    }
    try {
      const welcome = await inTransaction(this.#options.pool, async (sql) => {
        if (hello.bundle) await noteLive(sql, edge, hello.bundle);
        return answerHello(sql, edge, hello, Date.now());
      });
      this.#options.send(downTopic(edgeId, "welcome"), toBytes(JSON.stringify(welcome)));
    } catch (error) {
      if (!isPoison(error)) throw error;
      await this.#quarantine([{ ...edge, topic: upTopic(edgeId, "hello"), payload, reason: "notStorable" }]);
    }
  }

  async #quarantine(messages: readonly QuarantinedMessage[]): Promise<void> {
    const { edgeId, reason } = messages[0]!;
    log.error({ edgeId, reason, messages: messages.length }, "messages put in quarantine");
    await inTransaction(this.#options.pool, (sql) => quarantineMessages(sql, messages));
  }
}

function decode(edge: EdgeIdentity, payload: Uint8Array): RecordFrame | { problem: string } {
  try {
    return decodeRecord(edge.edgeId, payload, nativeDigest);
  } catch (error) {
    return { problem: error instanceof RecordError ? error.code : "malformed" };
  }
}

function parsed(payload: Uint8Array) {
  try {
    return parseMessage(helloSchema, payload);
  } catch {
    return null; // goes to quarantine as it came
  }
}
