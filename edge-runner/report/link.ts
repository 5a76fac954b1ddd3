import type { Logger } from "pino";
import type { CommandReport } from "#contracts/command.ts";
import { limits } from "#contracts/limits.ts";
import {
  type Ack,
  ackSchema,
  type Hello,
  MessageError,
  parseMessage,
  type Report,
  stateSchema,
  type Telemetry,
  type TimeAnswer,
  type TimeRequest,
  timeAnswerSchema,
  type Welcome,
  welcomeSchema,
} from "#contracts/messages.ts";
import { type Stream, streamSchema } from "#contracts/names.ts";
import { encodeRecord } from "#contracts/record.ts";
import { cloudStateTopic, downTopic } from "#contracts/topics.ts";
import type { CloudLink } from "../decide/lane-facts.ts";
import type { ClockTie, EdgeClock } from "../edge-clock.ts";
import type { EdgeConfig } from "../edge-config.ts";
import { Backoff } from "./backoff.ts";
import type { Journal } from "./journal.ts";
import type { JournalReader } from "./journal-reader.ts";
import type { MqttConnection } from "./mqtt-connection.ts";
import { Sender } from "./sender.ts";
import { StepUpload, type StepUploadParts } from "./step-upload.ts";
import { TimeSync } from "./time-sync.ts";

/** What the link is told by the connection that carries it. */
export type LinkEvents = {
  readonly onUp: (linkId: string) => void;
  readonly onDown: () => void;
  readonly onMessage: (topic: string, payload: Uint8Array) => void;
};

/** What the link needs of a connection: a real one to a broker, or one in a simulation. */
export type LinkConnection = Pick<MqttConnection, "start" | "stop" | "drop" | "publish">;

type LinkJournal = Pick<Journal, "epoch" | "open" | "durableN" | "durableHash" | "onDurable" | "change"> & {
  readonly read: Pick<JournalReader, "firstN" | "hashAt" | "range" | "record" | "recordedAt">;
};

export type LinkParts = {
  readonly edge: Pick<EdgeConfig, "edgeId">;
  readonly runner: string;
  readonly journal: LinkJournal;
  readonly connect: (events: LinkEvents) => LinkConnection;
  /** Calls `work` every so often, until the function that it returns is called. */
  readonly repeat: (work: () => void, everyMs: number) => () => void;
  readonly after: (delayMs: number, work: () => void) => () => void;
  readonly random: () => number;
  /** Posts a batch of the backlog over HTTP; null when there is no such way. */
  readonly post: StepUploadParts["post"] | null;
  /** How far behind an edge may be and send all as live; only tests change it. */
  readonly backlogLiveMax?: number;
  /** Pace of a backlog, so that it leaves room for what is live. */
  readonly backlogKbitPerSecond: number;
  readonly clock: EdgeClock;
  readonly bundle: () => Hello["bundle"];
  /** Lanes with a barrier here. */
  readonly lanes: readonly string[];
  readonly report: () => Report | null;
  readonly onRules: (bytes: Uint8Array) => void;
  readonly onKeys: (bytes: Uint8Array) => void;
  readonly onCommand: (bytes: Uint8Array) => void;
  /** The cloud has just said how far it holds all of a stream. */
  readonly onMark: (stream: Stream, mark: number) => void;
  /** The cloud has welcomed this edge. */
  readonly onLive: () => void;
  readonly log: Logger;
};

const streams: readonly Stream[] = streamSchema.options;
const tickMs = 250;
/** Cloud time is asked for again so often, and the cloud's view of our streams with it. */
const helloEveryMs = 10 * 60_000;
/** Without an acknowledgement for so long, the link is asked whether anybody is there. */
const silenceMs = 15_000;
/** When the cloud seems to hold less than it did, it is asked after so long. */
const doubtMs = 2_000;
const welcomeWaitMs = 45_000;
const roundTripMaxMs = 2_000;
/** A batch shall be over in about so long, so that a broken one costs little. */
const batchMs = 10_000;
/** Packed, records take about a fifth. */
const packing = 5;

/** The edge's end of the link: says hello, sends what the cloud has not committed, and takes what comes down. */
export class Link {
  readonly #parts: LinkParts;
  readonly #connection: LinkConnection;
  readonly #senders = new Map<Stream, Sender>();
  readonly #upload: StepUpload | null;
  readonly #timeSync = new TimeSync();
  readonly #helloBackoff = new Backoff({ baseMs: 500, capMs: 15_000, random: () => 1 });
  /** Streams of which the cloud wants a record that is gone; said once. */
  readonly #missing = new Set<Stream>();
  #linkId: string | null = null;
  #isWelcome = false;
  #isCloudOnline: boolean | null = null;
  /** The cloud's own link to the broker, as its presence names it; null until it has named one on this link of ours. */
  #cloudLinkId: string | null = null;
  #helloSentAt = 0;
  #helloDueAt = Number.POSITIVE_INFINITY;
  #waitingSince = 0;
  #progressAt = 0;
  /** When an old record may go among the live ones again. */
  #oldDueAt = 0;
  #lastLiveAt: number;
  #endings: (() => void)[] = [];

  constructor(parts: LinkParts) {
    this.#parts = parts;
    const { journal, clock, random } = parts;
    this.#lastLiveAt = clock.monotonicMs();
    const bounds = parts.backlogLiveMax === undefined ? {} : { backlogLiveMax: parts.backlogLiveMax };
    for (const stream of streams) {
      const sender = new Sender({ hashAt: (n) => journal.read.hashAt(stream, n), random, ...bounds });
      sender.grow(journal.durableN(stream));
      this.#senders.set(stream, sender);
    }
    this.#upload = parts.post === null ? null : this.#makeUpload(parts.post);
    this.#connection = parts.connect({
      onUp: (linkId) => this.#up(linkId),
      onDown: () => this.#down(),
      onMessage: (topic, payload) => this.#receive(topic, payload),
    });
  }

  start(): void {
    const { journal, repeat } = this.#parts;
    const forget = journal.onDurable((stream, n) => {
      this.#senders.get(stream)!.grow(n);
      this.#pump();
    });
    this.#endings = [forget, repeat(() => this.#tick(), tickMs)];
    this.#connection.start();
  }

  async stop(): Promise<void> {
    for (const end of this.#endings.splice(0)) end();
    this.#upload?.stop();
    await this.#connection.stop();
  }

  /** What the lanes may know of the link. */
  state(): CloudLink {
    const state = this.isLive ? "up" : this.#linkId === null ? "down" : "degraded";
    return { state, offlineForMs: this.isLive ? 0 : this.#parts.clock.monotonicMs() - this.#lastLiveAt };
  }

  get isLive(): boolean {
    return this.#isWelcome && this.#isCloudOnline !== false;
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

  /** Newest wins; nothing is lost when the link is down. */
  sendTelemetry(telemetry: Telemetry): void {
    this.#connection.publish("telemetry", JSON.stringify(telemetry), 0);
  }

  sendCommandReport(report: CommandReport): void {
    this.#connection.publish("command", JSON.stringify(report), 1);
  }

  sendReport(report: Report): void {
    this.#connection.publish("report", JSON.stringify(report), 1);
  }

  #up(linkId: string): void {
    this.#parts.log.info({ linkId }, "link up");
    this.#linkId = linkId;
    this.#helloBackoff.reset();
    this.#waitingSince = this.#parts.clock.monotonicMs();
    this.#hello();
  }

  #down(): void {
    this.#parts.log.info({ linkId: this.#linkId }, "link down");
    if (this.isLive) this.#lastLiveAt = this.#parts.clock.monotonicMs();
    this.#linkId = null;
    this.#isWelcome = false;
    this.#isCloudOnline = null;
    this.#cloudLinkId = null;
    this.#helloDueAt = Number.POSITIVE_INFINITY;
    this.#timeSync.end();
    for (const sender of this.#senders.values()) sender.down();
  }

  #hello(): void {
    if (this.#linkId === null) return;
    const { journal, clock, runner } = this.#parts;
    const hello: Hello = {
      v: 1,
      linkId: this.#linkId,
      at: clock.nowMs(),
      runner,
      uplink: "wired",
      streams: streams.map((stream) => ({
        stream,
        epoch: journal.epoch,
        open: journal.open,
        first: journal.read.firstN(stream) ?? 1,
        last: journal.durableN(stream),
        lastHash: journal.durableHash(stream),
      })),
      bundle: this.#parts.bundle(),
      lanes: [...this.#parts.lanes],
    };
    this.#helloSentAt = clock.monotonicMs();
    this.#helloDueAt = this.#helloSentAt + this.#helloBackoff.nextMs();
    this.#connection.publish("hello", JSON.stringify(hello), 1);
  }

  #receive(topic: string, payload: Uint8Array): void {
    const { edge, log } = this.#parts;
    if (payload.length === 0) return; // a retained message that was taken back
    try {
      if (topic === cloudStateTopic) this.#cloudState(payload);
      else if (topic === downTopic(edge.edgeId, "welcome")) this.#welcome(parseMessage(welcomeSchema, payload));
      else if (topic === downTopic(edge.edgeId, "ack")) this.#ack(parseMessage(ackSchema, payload));
      else if (topic === downTopic(edge.edgeId, "time")) this.#time(parseMessage(timeAnswerSchema, payload));
      else if (topic === downTopic(edge.edgeId, "command")) this.#parts.onCommand(payload);
      else if (topic === downTopic(edge.edgeId, "desired/rules")) this.#parts.onRules(payload);
      else if (topic === downTopic(edge.edgeId, "desired/keys")) this.#parts.onKeys(payload);
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      log.warn({ topic, reason: error.message }, "a message from the cloud cannot be read");
    }
  }

  #cloudState(payload: Uint8Array): void {
    const { online, linkId } = parseMessage(stateSchema, payload);
    const before = this.#isCloudOnline;
    // a cloud that comes back before anybody said that it was gone may have a restored database
    const isAnother = online && this.#cloudLinkId !== null && linkId !== this.#cloudLinkId;
    if (online) this.#cloudLinkId = linkId;
    if (!online && this.isLive) this.#lastLiveAt = this.#parts.clock.monotonicMs();
    this.#isCloudOnline = online;
    if (online === before && !isAnother) return;
    this.#parts.log.info({ online }, "cloud");
    if (online && before === null) return; // the hello that greeted this link is under way
    this.#isWelcome = false;
    for (const sender of this.#senders.values()) sender.down();
    this.#waitingSince = this.#parts.clock.monotonicMs();
    this.#helloBackoff.reset();
    if (online) this.#hello();
  }

  #welcome(welcome: Welcome): void {
    const { clock, journal, log, report } = this.#parts;
    if (welcome.linkId !== this.#linkId) return;
    const now = clock.monotonicMs();
    const roundTripMs = now - this.#helloSentAt;
    // good enough to begin with; the exchanges that follow do better
    if (roundTripMs <= roundTripMaxMs || clock.quality() === "unsynced")
      this.#tieClock(welcome.now + roundTripMs / 2, now, roundTripMs / 2);
    this.#timeSync.begin(now);
    this.#isWelcome = true;
    this.#isCloudOnline = true;
    this.#helloBackoff.reset();
    this.#helloDueAt = now + helloEveryMs;
    this.#progressAt = now;
    for (const [stream, sender] of this.#senders) {
      const held = welcome.streams.find((one) => one.stream === stream && one.epoch === journal.epoch);
      const claim = held ?? { mark: 0, have: [], hash: null };
      if (!sender.welcome(claim, welcome.windowRecords))
        log.error({ stream, mark: claim.mark }, "the cloud holds records of this epoch that this journal never wrote");
      else this.#parts.onMark(stream, claim.mark);
    }
    const last = report();
    if (last !== null) this.sendReport(last);
    this.#parts.onLive();
    this.#pump();
  }

  /** A tie that is no better than what the last one has become is not worth a change. */
  #tieClock(cloudMs: number, monotonicMs: number, errorMs: number): void {
    const { clock, journal } = this.#parts;
    if (errorMs > clock.errorMs()) return;
    const tie: ClockTie = clock.tieTo(cloudMs, monotonicMs, errorMs);
    void journal.change([{ statement: "putState", values: ["clock", JSON.stringify(tie)] }]);
  }

  #time(answer: TimeAnswer): void {
    const sample = this.#timeSync.take(answer, this.#parts.clock.monotonicMs());
    if (sample !== null) this.#tieClock(sample.cloudMs, sample.monotonicMs, sample.roundTripMs / 2);
  }

  #ack(ack: Ack): void {
    const sender = this.#senders.get(ack.stream);
    if (!this.#isWelcome || sender === undefined || ack.epoch !== this.#parts.journal.epoch) return;
    const before = sender.backlog;
    const now = this.#parts.clock.monotonicMs();
    if (!sender.ack(ack, ack.windowRecords, now))
      this.#parts.log.error({ stream: ack.stream, mark: ack.mark }, "an acknowledgement does not fit our chain");
    else {
      this.#parts.onMark(ack.stream, ack.mark);
      if (sender.backlog < before) this.#progressAt = now;
      // a late acknowledgement, or the word of a cloud that was restored and that we have not greeted yet
      if (ack.mark < sender.mark) this.#helloDueAt = Math.min(this.#helloDueAt, now + doubtMs);
    }
    this.#pump();
  }

  #tick(): void {
    const now = this.#parts.clock.monotonicMs();
    if (this.#linkId === null) return;
    let isWaiting = false;
    for (const sender of this.#senders.values()) {
      sender.tick(now);
      isWaiting ||= sender.isWaiting;
    }
    if (!isWaiting) this.#progressAt = now;
    if (this.#isWelcome && now - this.#progressAt > silenceMs) this.#askAgain(now);
    if (!this.#isWelcome && this.#isCloudOnline !== false && now - this.#waitingSince > welcomeWaitMs) {
      this.#parts.log.warn("the cloud does not answer on this link");
      this.#connection.drop();
      return;
    }
    if (now >= this.#helloDueAt) this.#hello();
    if (this.#timeSync.isDue(now)) {
      const request: TimeRequest = { v: 1, sentAt: this.#parts.clock.monotonicMs() };
      this.#connection.publish("time", JSON.stringify(request), 0);
    }
    this.#upload?.kick();
    this.#pump();
  }

  #askAgain(now: number): void {
    this.#isWelcome = false;
    this.#waitingSince = now;
    for (const sender of this.#senders.values()) sender.down();
    this.#helloBackoff.reset();
    this.#helloDueAt = now;
  }

  #makeUpload(post: StepUploadParts["post"]): StepUpload {
    const { journal, after, random, backlogKbitPerSecond, log } = this.#parts;
    return new StepUpload({
      nextRange: (recordsMax) => {
        if (!this.isLive) return null;
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
        const isOurs = this.#senders.get(stream)!.hear(claim, this.#parts.clock.monotonicMs());
        this.#pump();
        return isOurs;
      },
      onRefused: (stream, serials) => this.#senders.get(stream)!.refuse(serials),
      after,
      random,
      batchBytesMax: Math.min(limits.batchBytesMax, ((backlogKbitPerSecond * batchMs) / 8) * packing),
      log,
    });
  }

  /** Money first: streams in the order of their worth; old records only at their pace, and where they have no other way. */
  #pump(): void {
    if (!this.isLive) return;
    for (const [stream, sender] of this.#senders) {
      for (let n = sender.next(this.#mayOld()); n !== null; n = sender.next(this.#mayOld())) {
        const record = this.#parts.journal.read.record(stream, n);
        if (record === null) {
          if (this.#missing.has(stream)) break;
          this.#missing.add(stream);
          this.#parts.log.error({ stream, n }, "a record that the cloud lacks is no longer in the journal");
          break;
        }
        const bytes = encodeRecord(record);
        if (!this.#connection.publish("record", bytes, 1)) return;
        const now = this.#parts.clock.monotonicMs();
        if (sender.isOld(n))
          this.#oldDueAt = Math.max(this.#oldDueAt, now) + (bytes.length * 8) / this.#parts.backlogKbitPerSecond;
        sender.sent(n, bytes.length, now);
      }
    }
  }

  #mayOld(): boolean {
    const isOnlyWay = this.#upload === null || this.#upload.isBlocked;
    return isOnlyWay && this.#parts.clock.monotonicMs() + tickMs >= this.#oldDueAt;
  }
}
