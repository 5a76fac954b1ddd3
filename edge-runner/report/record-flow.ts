import { limits } from "#contracts/limits.ts";
import type { Ack, Telemetry, Welcome } from "#contracts/messages.ts";
import { type Stream, streamSchema } from "#contracts/names.ts";
import { encodeRecord } from "#contracts/record.ts";
import type { LinkParts } from "./link-parts.ts";
import { Sender } from "./sender.ts";
import { StepUpload, type StepUploadParts } from "./step-upload.ts";

type FromLink = "journal" | "clock" | "after" | "random" | "post" | "backlogLiveMax" | "backlogKbitPerSecond" | "log";

export type RecordFlowParts = Pick<LinkParts, FromLink | "onMark" | "onCommitted"> & {
  /** Does the cloud answer on the present link? */
  readonly isLive: () => boolean;
  /** Sends a record on the present link; false when there is none. */
  readonly publish: (bytes: Uint8Array) => boolean;
  /** A record that may go among the live ones is looked for so often. */
  readonly tickMs: number;
};

/** In the order of their worth. */
export const streams: readonly Stream[] = streamSchema.options;
/** A batch shall be over in about so long, so that a broken one costs little. */
const batchMs = 10_000;
/** Packed, records take about a fifth. */
const packing = 5;

/** Sends what the cloud has not committed: new records at once over the link, a backlog by its own way at its own pace. */
export class RecordFlow {
  readonly #parts: RecordFlowParts;
  readonly #senders = new Map<Stream, Sender>();
  readonly #upload: StepUpload | null;
  /** Streams of which the cloud wants a record that is gone; said once. */
  readonly #missing = new Set<Stream>();
  /** When live records that are not committed yet were first sent. */
  readonly #firstSent = new Map<Stream, Map<number, number>>(streams.map((stream) => [stream, new Map()]));
  #progressAt = 0;
  /** When an old record may go among the live ones again. */
  #oldDueAt = 0;

  constructor(parts: RecordFlowParts) {
    this.#parts = parts;
    const { journal, random } = parts;
    const bounds = parts.backlogLiveMax === undefined ? {} : { backlogLiveMax: parts.backlogLiveMax };
    for (const stream of streams) {
      const sender = new Sender({ hashAt: (n) => journal.read.hashAt(stream, n), random, ...bounds });
      sender.grow(journal.durableN(stream));
      this.#senders.set(stream, sender);
    }
    this.#upload = parts.post === null ? null : this.#makeUpload(parts.post);
  }

  stop(): void {
    this.#upload?.stop();
  }

  /** When the cloud last committed something that was under way, or nothing was. */
  get progressAt(): number {
    return this.#progressAt;
  }

  backlog(): Telemetry["backlog"] {
    let records = 0;
    let oldestAt: number | null = null;
    for (const [stream, sender] of this.#senders) {
      if (sender.backlog === 0) continue;
      records += sender.backlog;
      const at = this.#parts.journal.read.recordedAt(stream, sender.mark + 1);
      if (at !== null) oldestAt = Math.min(oldestAt ?? at, at);
    }
    return { records, oldestAt };
  }

  /** Records up to `n` are on disk. */
  grow(stream: Stream, n: number): void {
    this.#senders.get(stream)!.grow(n);
    this.pump();
  }

  /** The link is gone, or nobody answers on it. */
  down(): void {
    for (const sender of this.#senders.values()) sender.down();
  }

  /** The cloud says what it holds. Call {@link pump} once it counts as live. */
  welcome(welcome: Welcome, now: number): void {
    const { journal, log, onMark } = this.#parts;
    this.#progressAt = now;
    for (const [stream, sender] of this.#senders) {
      const held = welcome.streams.find((one) => one.stream === stream && one.epoch === journal.epoch);
      const claim = held ?? { mark: 0, have: [], hash: null };
      if (!sender.welcome(claim, welcome.windowRecords))
        log.error({ stream, mark: claim.mark }, "the cloud holds records of this epoch that this journal never wrote");
      else onMark(stream, claim.mark);
    }
  }

  /** The cloud has committed. True when it holds less than it said before. */
  ack(ack: Ack, now: number): boolean {
    const { journal, log, onMark } = this.#parts;
    const sender = this.#senders.get(ack.stream);
    if (sender === undefined || ack.epoch !== journal.epoch) return false;
    const before = sender.backlog;
    const isOurs = sender.ack(ack, ack.windowRecords, now);
    if (isOurs) {
      onMark(ack.stream, ack.mark);
      if (sender.backlog < before) this.#progressAt = now;
      this.#tellCommitted(ack.stream, now);
    } else log.error({ stream: ack.stream, mark: ack.mark }, "an acknowledgement does not fit our chain");
    this.pump();
    return isOurs && ack.mark < sender.mark;
  }

  /** Takes back what is overdue. */
  tick(now: number): void {
    let isWaiting = false;
    for (const sender of this.#senders.values()) {
      sender.tick(now);
      isWaiting ||= sender.isWaiting;
    }
    if (!isWaiting) this.#progressAt = now;
  }

  /** Money first: streams in the order of their worth; old records only at their pace, and where they have no other way. */
  pump(): void {
    const { isLive, journal, clock, log, publish, backlogKbitPerSecond } = this.#parts;
    if (!isLive()) return;
    for (const [stream, sender] of this.#senders) {
      for (let n = sender.next(this.#mayOld()); n !== null; n = sender.next(this.#mayOld())) {
        const record = journal.read.record(stream, n);
        if (record === null) {
          if (this.#missing.has(stream)) break;
          this.#missing.add(stream);
          log.error({ stream, n }, "a record that the cloud lacks is no longer in the journal");
          break;
        }
        const bytes = encodeRecord(record);
        if (!publish(bytes)) return;
        const now = clock.monotonicMs();
        if (sender.isOld(n))
          this.#oldDueAt = Math.max(this.#oldDueAt, now) + (bytes.length * 8) / backlogKbitPerSecond();
        else this.#noteSent(stream, n, now);
        sender.sent(n, bytes.length, now);
      }
    }
  }

  /** Looks whether there is a backlog to bring. */
  upload(): void {
    this.#upload?.kick();
  }

  #noteSent(stream: Stream, n: number, now: number): void {
    const sent = this.#firstSent.get(stream)!;
    if (!sent.has(n) && sent.size < limits.windowRecordsMax) sent.set(n, now);
  }

  #tellCommitted(stream: Stream, now: number): void {
    const sender = this.#senders.get(stream)!;
    for (const [n, sentAt] of this.#firstSent.get(stream)!) {
      if (!sender.holds(n)) continue;
      this.#firstSent.get(stream)!.delete(n);
      this.#parts.onCommitted?.(stream, n, now - sentAt);
    }
  }

  #mayOld(): boolean {
    const isOnlyWay = this.#upload === null || this.#upload.isBlocked;
    return isOnlyWay && this.#parts.clock.monotonicMs() + this.#parts.tickMs >= this.#oldDueAt;
  }

  #makeUpload(post: StepUploadParts["post"]): StepUpload {
    const { journal, clock, after, random, isLive, backlogKbitPerSecond, log } = this.#parts;
    return new StepUpload({
      nextRange: (recordsMax) => {
        if (!isLive()) return null;
        for (const [stream, sender] of this.#senders) {
          const range = sender.backlogRange(recordsMax);
          if (range !== null) return { stream, first: range[0], last: range[1] };
        }
        return null;
      },
      readRange: (stream, first, last) => journal.read.range(stream, first, last),
      post,
      onHeld: ({ stream, epoch, ...claim }) => {
        if (epoch !== journal.epoch) return false;
        // the cloud spoke by another way; what this link knows of it may be older or newer
        const isOurs = this.#senders.get(stream)!.hear(claim, clock.monotonicMs());
        this.pump();
        return isOurs;
      },
      onRefused: (stream, serials) => this.#senders.get(stream)!.refuse(serials),
      after,
      random,
      batchBytesMax: () => Math.min(limits.batchBytesMax, ((backlogKbitPerSecond() * batchMs) / 8) * packing),
      log,
    });
  }
}
