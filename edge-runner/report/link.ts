import type { CommandReport } from "#contracts/command.ts";
import type { Want } from "#contracts/document-request.ts";
import {
  type Ack,
  ackSchema,
  type Hello,
  MessageError,
  parseMessage,
  type Report,
  stateSchema,
  type Telemetry,
  timeAnswerSchema,
  type Welcome,
  welcomeSchema,
} from "#contracts/messages.ts";
import { cloudStateTopic, type DownKind, parseDownTopic } from "#contracts/topics.ts";
import type { TrialReport } from "#contracts/trial.ts";
import type { CloudLink } from "../decide/lane-facts.ts";
import { Backoff } from "./backoff.ts";
import { CloudTime } from "./cloud-time.ts";
import type { LinkConnection, LinkParts } from "./link-parts.ts";
import { RecordFlow, streams } from "./record-flow.ts";
import type { UplinkInUse } from "./uplinks.ts";

const tickMs = 250;
/** Cloud time is asked for again so often, and the cloud's view of our streams with it. */
const helloEveryMs = 10 * 60_000;
/** Without an acknowledgement for so long, the link is asked whether anybody is there. */
const silenceMs = 15_000;
/** When the cloud seems to hold less than it did, it is asked after so long. */
const doubtMs = 2_000;
const welcomeWaitMs = 45_000;

/** The edge's end of the link: greets the cloud, sends what it has not committed, and takes what comes down. */
export class Link {
  readonly #parts: LinkParts;
  readonly #connection: LinkConnection;
  readonly #records: RecordFlow;
  readonly #time: CloudTime;
  readonly #helloBackoff = new Backoff({ baseMs: 500, capMs: 15_000, random: () => 1 });
  #linkId: string | null = null;
  #isWelcome = false;
  #isCloudOnline: boolean | null = null;
  /** The cloud's own link to the broker, as its presence names it; null until it has named one on this link of ours. */
  #cloudLinkId: string | null = null;
  #helloSentAt = 0;
  #helloDueAt = Number.POSITIVE_INFINITY;
  #waitingSince = 0;
  #lastLiveAt: number;
  #endings: (() => void)[] = [];

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#lastLiveAt = parts.clock.monotonicMs();
    this.#time = new CloudTime(parts);
    this.#records = new RecordFlow({
      ...parts,
      isLive: () => this.isLive,
      publish: (bytes) => this.#connection.publish("record", bytes, 1),
      tickMs,
    });
    this.#connection = parts.connect({
      onUp: (linkId) => this.#up(linkId),
      onDown: () => this.#down(),
      onMessage: (topic, payload) => this.#receive(topic, payload),
    });
  }

  start(): void {
    const { journal, repeat } = this.#parts;
    const forget = journal.onDurable((stream, n) => this.#records.grow(stream, n));
    this.#endings = [forget, repeat(() => this.#tick(), tickMs)];
    this.#connection.start();
  }

  async stop(): Promise<void> {
    for (const end of this.#endings.splice(0)) end();
    this.#records.stop();
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

  /** The uplink in use, for whoever sends beside the link: what to bind to, and whether bytes cost money there. */
  uplink(): UplinkInUse | null {
    return this.#parts.uplink();
  }

  backlog(): Telemetry["backlog"] {
    return this.#records.backlog();
  }

  /** Newest wins; nothing is lost when the link is down. */
  sendTelemetry(telemetry: Telemetry): void {
    this.#connection.publish("telemetry", JSON.stringify(telemetry), 0);
  }

  sendCommandReport(report: CommandReport): void {
    this.#connection.publish("command", JSON.stringify(report), 1);
  }

  /** false while there is no link; what is wanted is asked for again by whoever wants it. */
  sendWant(want: Want): boolean {
    return this.#connection.publish("want", JSON.stringify(want), 1);
  }

  sendReport(report: Report): void {
    this.#connection.publish("report", JSON.stringify(report), 1);
  }

  /** False while there is no link. */
  sendTrialReport(report: TrialReport): boolean {
    return this.#connection.publish("trial", JSON.stringify(report), 1);
  }

  #up(linkId: string): void {
    this.#parts.log.info({ linkId, uplink: this.uplink()?.id }, "link up");
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
    this.#time.end();
    this.#records.down();
  }

  #hello(): void {
    if (this.#linkId === null) return;
    const { journal, clock, runner } = this.#parts;
    const hello: Hello = {
      v: 1,
      linkId: this.#linkId,
      at: clock.nowMs(),
      runner,
      uplink: this.uplink()?.isMetered ? "mobile" : "wired",
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
      ...(this.#parts.publicKey === undefined ? {} : { publicKey: this.#parts.publicKey }),
      ...(this.#parts.installed === undefined ? {} : { installed: this.#parts.installed }),
    };
    this.#helloSentAt = clock.monotonicMs();
    this.#helloDueAt = this.#helloSentAt + this.#helloBackoff.nextMs();
    this.#connection.publish("hello", JSON.stringify(hello), 1);
  }

  #receive(topic: string, payload: Uint8Array): void {
    if (payload.length === 0) return; // a retained message that was taken back
    const kind = topic === cloudStateTopic ? "cloud/state" : parseDownTopic(this.#parts.edge.edgeId, topic);
    if (kind === null) return;
    try {
      this.#take(kind, payload);
    } catch (error) {
      const { log, onUnreadable } = this.#parts;
      onUnreadable?.(kind);
      // whatever a message brings about, the lanes go on
      if (error instanceof MessageError) log.warn({ kind, reason: error.message }, "a message cannot be read");
      else log.error({ kind, err: error }, "a message from the cloud could not be taken");
    }
  }

  #take(kind: DownKind | "cloud/state", payload: Uint8Array): void {
    const parts = this.#parts;
    if (kind === "cloud/state") this.#cloudState(payload);
    else if (kind === "welcome") this.#welcome(parseMessage(welcomeSchema, payload));
    else if (kind === "ack") this.#ack(parseMessage(ackSchema, payload));
    else if (kind === "time") this.#time.take(parseMessage(timeAnswerSchema, payload));
    else if (kind === "command") parts.onCommand(payload);
    else if (kind === "desired/rules") parts.onRules(payload);
    else if (kind === "desired/keys") parts.onKeys(payload);
    else if (kind === "desired/trial") parts.onTrial(payload);
    else parts.onDocument?.(kind, payload);
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
    this.#records.down();
    this.#waitingSince = this.#parts.clock.monotonicMs();
    this.#helloBackoff.reset();
    if (online) this.#hello();
  }

  #welcome(welcome: Welcome): void {
    if (welcome.linkId !== this.#linkId) return;
    const now = this.#parts.clock.monotonicMs();
    this.#time.welcome(welcome.now, this.#helloSentAt, now);
    this.#isWelcome = true;
    this.#isCloudOnline = true;
    this.#helloBackoff.reset();
    this.#helloDueAt = now + helloEveryMs;
    this.#records.welcome(welcome, now);
    const last = this.#parts.report();
    if (last !== null) this.sendReport(last);
    this.#parts.onLive();
    this.#records.pump();
  }

  #ack(ack: Ack): void {
    if (!this.#isWelcome) return;
    const now = this.#parts.clock.monotonicMs();
    // a late acknowledgement, or the word of a cloud that was restored and that we have not greeted yet
    if (this.#records.ack(ack, now)) this.#helloDueAt = Math.min(this.#helloDueAt, now + doubtMs);
  }

  #tick(): void {
    const now = this.#parts.clock.monotonicMs();
    if (this.#linkId === null) return;
    this.#records.tick(now);
    if (this.#isWelcome && now - this.#records.progressAt > silenceMs) this.#askAgain(now);
    if (!this.#isWelcome && this.#isCloudOnline !== false && now - this.#waitingSince > welcomeWaitMs) {
      this.#parts.log.warn("the cloud does not answer on this link");
      this.#connection.drop();
      return;
    }
    if (now >= this.#helloDueAt) this.#hello();
    const request = this.#time.request(now);
    if (request !== null) this.#connection.publish("time", JSON.stringify(request), 0);
    this.#records.upload();
    this.#records.pump();
  }

  #askAgain(now: number): void {
    this.#isWelcome = false;
    this.#waitingSince = now;
    this.#records.down();
    this.#helloBackoff.reset();
    this.#helloDueAt = now;
  }
}
