import { randomBytes } from "node:crypto";
import net from "node:net";
import tls from "node:tls";
import { MqttClient } from "mqtt";
import type { Logger } from "pino";
import type { State } from "#contracts/messages.ts";
import { cloudStateTopic, downTopic, type UpKind, upTopic } from "#contracts/topics.ts";
import { Backoff } from "./backoff.ts";

export type MqttConnectionOptions = {
  readonly edgeId: string;
  readonly url: string;
  readonly password: string;
  readonly nowMs: () => number;
  readonly log: Logger;
  readonly onUp: (linkId: string) => void;
  readonly onDown: () => void;
  readonly onMessage: (topic: string, payload: Uint8Array) => void;
  readonly connectTimeoutMs?: number;
};

const keepAliveSeconds = 15;
const defaultConnectTimeoutMs = 10_000;
const provenAfterMs = 60_000;
const backoffBaseMs = 500;
const backoffCapMs = 60_000;
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

  constructor(options: MqttConnectionOptions) {
    this.#options = options;
    const isLocal = /^(localhost|127\.|\[?::1)/.test(new URL(options.url).hostname);
    this.#backoff = new Backoff({ baseMs: backoffBaseMs, capMs: isLocal ? localBackoffCapMs : backoffCapMs });
  }

  start(): void {
    this.#connect();
  }

  /** Says good-bye, so that the cloud need not wait for the last will. */
  async stop(): Promise<void> {
    this.#isStopped = true;
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

  #connect(): void {
    const { edgeId, password } = this.#options;
    const linkId = randomBytes(8).toString("hex");
    const will: State = { v: 1, online: false, linkId };
    const topic = upTopic(edgeId, "state");
    const client = new MqttClient(() => this.#socket() as never, {
      protocolVersion: 4,
      clientId: edgeId,
      username: edgeId,
      password,
      clean: true,
      keepalive: keepAliveSeconds,
      reconnectPeriod: 0,
      connectTimeout: this.#options.connectTimeoutMs ?? defaultConnectTimeoutMs,
      resubscribe: false,
      queueQoSZero: false,
      will: { topic, payload: Buffer.from(JSON.stringify(will)), qos: 1, retain: true },
    });
    this.#client = client;
    client.on("error", (error) => this.#trouble(error.message));
    client.on("connect", () => this.#subscribe(client, linkId));
    client.on("message", (from, payload) => {
      if (this.#client === client) this.#options.onMessage(from, payload);
    });
    client.once("close", () => this.#closed(client));
  }

  #socket(): net.Socket {
    const { protocol, hostname, port } = new URL(this.#options.url);
    const host = hostname.replace(/^\[|\]$/g, "");
    if (protocol === "mqtts:") {
      const socket = tls.connect({ host, port: Number(port || 8883), servername: net.isIP(host) ? undefined : host });
      socket.setNoDelay(true);
      return socket;
    }
    return net.connect({ host, port: Number(port || 1883), noDelay: true });
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
      this.#say(client, linkId, true);
      onUp(linkId);
    });
  }

  /** Said once as long as it stays the same: a broker may be away for days. */
  #trouble(reason: string): void {
    if (reason === this.#lastTrouble) return;
    this.#lastTrouble = reason;
    this.#options.log.warn({ reason }, "no link to the broker; trying on");
  }

  #say(client: MqttClient, linkId: string, online: boolean): void {
    const state: State = { v: 1, online, linkId, at: this.#options.nowMs() };
    client.publish(upTopic(this.#options.edgeId, "state"), JSON.stringify(state), { qos: 1, retain: true });
  }

  #closed(client: MqttClient): void {
    const wasUp = this.#linkId !== null;
    this.#linkId = null;
    this.#client = null;
    client.removeAllListeners("message");
    client.end(true);
    if (wasUp) this.#options.onDown();
    if (this.#isStopped) return;
    if (wasUp && performance.now() - this.#upSince >= provenAfterMs) this.#backoff.reset();
    this.#retry = setTimeout(() => this.#connect(), this.#backoff.nextMs());
  }
}
