import { randomBytes } from "node:crypto";
import { MqttClient } from "mqtt";
import type { Logger } from "pino";
import type { State } from "#contracts/messages.ts";
import { cloudStateTopic, downTopic, type UpKind, upTopic } from "#contracts/topics.ts";
import { AnswerWatch } from "./answer-watch.ts";
import { Backoff } from "./backoff.ts";
import { openSocket } from "./open-socket.ts";
import type { UplinkFailure } from "./uplink-choice.ts";
import type { Uplinks } from "./uplinks.ts";

export type MqttConnectionOptions = {
  readonly edgeId: string;
  readonly url: string;
  readonly password: string;
  readonly nowMs: () => number;
  readonly log: Logger;
  readonly onUp: (linkId: string) => void;
  readonly onDown: () => void;
  readonly onMessage: (topic: string, payload: Uint8Array) => void;
  /** Null: the machine's own routes decide. */
  readonly uplinks?: Uplinks | null;
  readonly connectTimeoutMs?: number;
};

const keepAliveSeconds = 15;
const defaultConnectTimeoutMs = 10_000;
/** Where there is another way, one that is silent is not waited for as long. */
const connectTimeoutOfSeveralMs = 5_000;
const watchEveryMs = 500;
const provenAfterMs = 60_000;
const backoffBaseMs = 500;
/** With the time of a try that nobody answers, an edge is back within a minute of the cloud. */
const backoffCapMs = 45_000;
/** A broker on this machine needs no sparing. */
const localBackoffCapMs = 3_000;

/**
 * The one owner of the socket to the broker. Every connection is a new client with a new link id, so nothing the
 * library keeps can outlive a link; it reconnects by itself, with full jitter, for ever.
 */
export class MqttConnection {
  readonly #options: MqttConnectionOptions;
  readonly #backoff: Backoff;
  #client: MqttClient | null = null;
  #linkId: string | null = null;
  #upSince = 0;
  #retry: NodeJS.Timeout | undefined;
  #lastTrouble: string | null = null;
  #isStopped = false;
  /** Why the present try or link is over, once that is known; `blameless` when it was not for its uplink. */
  #failure: UplinkFailure | "blameless" | null = null;
  #isMoving = false;
  #watch: NodeJS.Timeout | undefined;

  constructor(options: MqttConnectionOptions) {
    this.#options = options;
    const isLocal = /^(localhost|127\.|\[?::1)/.test(new URL(options.url).hostname);
    this.#backoff = new Backoff({ baseMs: backoffBaseMs, capMs: isLocal ? localBackoffCapMs : backoffCapMs });
  }

  start(): void {
    this.#options.uplinks?.start(
      () => this.#move(),
      () => this.#retryNow(),
    );
    this.#connect();
  }

  /** Says good-bye, so that the cloud need not wait for the last will. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#options.uplinks?.stop();
    clearTimeout(this.#retry);
    const client = this.#client;
    if (client === null) return;
    if (this.#linkId !== null) this.#say(client, this.#linkId, false);
    await new Promise<void>((resolve) => {
      const late = setTimeout(() => client.end(true, () => resolve()), 500);
      client.end(false, () => {
        clearTimeout(late);
        resolve();
      });
    });
  }

  /** Gives up a link that is no good, and makes a new one. */
  drop(): void {
    this.#client?.stream?.destroy();
  }

  /** Sends on the present link; false when there is none. Nothing is kept for later. */
  publish(kind: UpKind, payload: string | Uint8Array, qos: 0 | 1): boolean {
    const client = this.#client;
    if (client === null || this.#linkId === null) return false;
    const bytes = typeof payload === "string" ? payload : Buffer.from(payload);
    // the outcome says nothing about delivery: only the cloud's own acknowledgement does
    client.publish(upTopic(this.#options.edgeId, kind), bytes, { qos }, (error) => {
      if (error) this.#options.log.debug({ kind, reason: error.message }, "publish");
    });
    return true;
  }

  /** Another uplink is to be used: what hangs on the one before is given up at once. */
  #move(): void {
    this.#isMoving = true;
    if (this.#client === null) this.#retryNow();
    else this.drop();
  }

  #retryNow(): void {
    if (this.#client !== null || this.#isStopped) return;
    clearTimeout(this.#retry);
    this.#connect();
  }

  #connect(): void {
    const { edgeId, password, uplinks, url } = this.#options;
    this.#failure = null;
    this.#isMoving = false;
    const uplink = uplinks?.inUse() ?? null;
    if (uplink !== null && uplink.localAddress === null) {
      this.#trouble("no uplink has a carrier");
      this.#retry = setTimeout(() => this.#connect(), this.#backoff.nextMs()); // one that comes back is used at once
      return;
    }
    const connectTimeoutMs = uplinks?.hasOthers ? connectTimeoutOfSeveralMs : defaultConnectTimeoutMs;
    const linkId = randomBytes(8).toString("hex");
    const will: State = { v: 1, online: false, linkId };
    const topic = upTopic(edgeId, "state");
    const client = new MqttClient(() => openSocket(url, uplink?.localAddress ?? null), {
      protocolVersion: 4,
      clientId: edgeId,
      username: edgeId,
      password,
      clean: true,
      keepalive: keepAliveSeconds,
      reconnectPeriod: 0,
      connectTimeout: this.#options.connectTimeoutMs ?? connectTimeoutMs,
      resubscribe: false,
      queueQoSZero: false,
      will: { topic, payload: Buffer.from(JSON.stringify(will)), qos: 1, retain: true },
    });
    this.#client = client;
    client.on("error", (error: Error & { code?: unknown }) => this.#failed(error));
    client.on("connect", () => {
      this.#watchAnswers(client);
      this.#subscribe(client, linkId);
    });
    client.on("message", (from, payload) => {
      if (this.#client === client) this.#options.onMessage(from, payload);
    });
    client.once("close", () => this.#closed(client));
  }

  #subscribe(client: MqttClient, linkId: string): void {
    const { edgeId, log, onUp } = this.#options;
    const topics = [downTopic(edgeId, "welcome").replace(/welcome$/, "#"), cloudStateTopic];
    client.subscribe(topics, { qos: 1 }, (error, granted) => {
      if (this.#client !== client) return;
      if (error || granted?.some(({ qos }) => qos === 128)) {
        log.warn({ reason: error?.message ?? "refused" }, "the broker does not let this edge subscribe");
        this.drop();
        return;
      }
      this.#linkId = linkId;
      this.#upSince = performance.now();
      this.#lastTrouble = null;
      this.#options.uplinks?.up();
      this.#say(client, linkId, true);
      onUp(linkId);
    });
  }

  /** With several uplinks, a black hole must be known in seconds. */
  #watchAnswers(client: MqttClient): void {
    const { uplinks, log } = this.#options;
    if (!uplinks?.hasOthers) return;
    const answers = new AnswerWatch(performance.now());
    client.on("packetsend", (packet) => {
      const isAsking = packet.cmd === "subscribe" || (packet.cmd === "publish" && packet.qos === 1);
      if (isAsking) answers.asked(packet.messageId!, performance.now());
      if (packet.cmd === "pingreq") answers.asked("ping", performance.now());
    });
    client.on("packetreceive", (packet) => {
      if (packet.cmd === "puback" || packet.cmd === "suback") answers.answered(packet.messageId!, performance.now());
      if (packet.cmd === "pingresp") answers.answered("ping", performance.now());
    });
    this.#watch = setInterval(() => {
      const now = performance.now();
      if (answers.shouldPing(now, uplinks.inUse().isMetered)) client.sendPing();
      if (!answers.isOverdue(now)) return;
      log.warn({ patienceMs: Math.round(answers.patienceMs) }, "the broker has not answered for too long");
      this.#failure = "noAnswer";
      this.drop();
    }, watchEveryMs);
  }

  #failed(error: Error & { code?: unknown }): void {
    this.#trouble(error.message);
    if (this.#failure !== null) return;
    // a number is the broker's own word: then the uplink carries
    if (typeof error.code === "number") this.#failure = "blameless";
    else if (error.code === "EADDRNOTAVAIL") this.#failure = "carrierGone";
    else if (["ECONNREFUSED", "ECONNRESET", "EPIPE"].includes(String(error.code))) this.#failure = "refused";
    else if (error.code !== undefined || error.message === "connack timeout") this.#failure = "noAnswer";
  }

  /** Said once as long as it stays the same: a broker may be away for days. */
  #trouble(reason: string): void {
    if (reason === this.#lastTrouble) return;
    this.#lastTrouble = reason;
    this.#options.log.warn({ reason }, "no link to the broker; trying on");
  }

  #say(client: MqttClient, linkId: string, online: boolean): void {
    const { uplinks, nowMs } = this.#options;
    const uplink = online && uplinks ? { uplink: uplinks.use() } : {};
    const state: State = { v: 1, online, linkId, at: nowMs(), ...uplink };
    client.publish(upTopic(this.#options.edgeId, "state"), JSON.stringify(state), { qos: 1, retain: true });
  }

  #closed(client: MqttClient): void {
    const wasUp = this.#linkId !== null;
    clearInterval(this.#watch);
    this.#linkId = null;
    this.#client = null;
    client.removeAllListeners("message");
    client.end(true);
    if (wasUp) this.#options.onDown();
    if (this.#isStopped) return;
    if (wasUp && performance.now() - this.#upSince >= provenAfterMs) this.#backoff.reset();
    const waitMs = this.#isAtOnce(wasUp) ? 0 : this.#backoff.nextMs();
    this.#retry = setTimeout(() => this.#connect(), waitMs);
  }

  /** A link that ends because another uplink is to be used has its next try at once. */
  #isAtOnce(wasUp: boolean): boolean {
    const { uplinks } = this.#options;
    if (!uplinks || this.#isMoving) return this.#isMoving;
    const failure = this.#failure ?? (wasUp ? "lost" : "refused");
    return failure !== "blameless" && uplinks.failed(failure) && wasUp;
  }
}
