import { randomBytes } from "node:crypto";
import net from "node:net";
import tls from "node:tls";
import { type IClientOptions, MqttClient } from "mqtt";
import type { State } from "#contracts/messages.ts";
import { cloudStateTopic, upSubscriptions } from "#contracts/topics.ts";
import { Backoff } from "./backoff.ts";
import { log } from "./log.ts";

export type CloudLinkOptions = {
  url: string;
  username: string;
  password: string;
  onMessage: (topic: string, payload: Buffer, isRetained: boolean) => void;
  /** Called after every (re)connection, once the subscription stands. */
  onUp: () => void;
};

const keepaliveSeconds = 15;
const connectTimeoutMs = 10_000;
const publishTimeoutMs = 10_000;
const backoff = { firstMs: 250, capMs: 10_000 };

/**
 * The cloud's connection to the broker: one client a connection, so that nothing the library has stored outlives it, and
 * a jittered wait between two. While it stands, the cloud's presence is `online`; the last will takes it back.
 */
export class CloudLink {
  readonly #options: CloudLinkOptions;
  readonly #backoff = new Backoff(backoff);
  #client: MqttClient | undefined;
  #linkId = "";
  #isUp = false;
  #upSince = 0;
  #isStopping = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: CloudLinkOptions) {
    this.#options = options;
  }

  /** Since when the link has stood, in milliseconds of `performance.now()`; null while there is none. */
  get upSince(): number | null {
    return this.#isUp ? this.#upSince : null;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  start(): void {
    this.#connect();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    if (!client) return;
    // Best effort: without it the last will says the same.
    if (this.#isUp) await this.#publishState(client, this.#linkId, false).catch(() => undefined);
    await new Promise<void>((resolve) => client.end(true, () => resolve()));
  }

  /**
   * Sends without asking for receipt: an acknowledgement or a welcome that gets lost is asked for again by the edge, and
   * one that a library repeats later would be stale. Dropped while the link is down.
   */
  send(topic: string, payload: Uint8Array, qos: 0 | 1 = 0): void {
    if (this.#isUp) this.#client?.publish(topic, Buffer.from(payload), { qos });
  }

  /** Leaves a document with the broker for whoever comes; resolves when the broker has said that it holds it. */
  async retain(topic: string, payload: Uint8Array): Promise<void> {
    const client = this.#client;
    if (!client || !this.#isUp) throw new Error("the link is down");
    await withDeadline(client.publishAsync(topic, Buffer.from(payload), { qos: 1, retain: true }));
  }

  #connect(): void {
    const { url, username, password } = this.#options;
    const linkId = randomBytes(8).toString("hex");
    this.#linkId = linkId;
    const will = {
      topic: cloudStateTopic,
      payload: Buffer.from(stateText(linkId, false)),
      qos: 1 as const,
      retain: true,
    };
    const options: IClientOptions = {
      clientId: username,
      username,
      password,
      protocolVersion: 4,
      clean: true,
      keepalive: keepaliveSeconds,
      connectTimeout: connectTimeoutMs,
      reconnectPeriod: 0,
      queueQoSZero: false,
      resubscribe: false,
      will,
    };
    const client = new MqttClient(() => openSocket(new URL(url)), options);
    this.#client = client;
    client.on("connect", () => void this.#greet(client, linkId));
    client.on("message", (topic, payload, packet) => this.#options.onMessage(topic, payload, packet.retain));
    client.on("error", (error) => log.debug({ reason: error.message }, "link error"));
    client.once("close", () => this.#down(client));
  }

  async #greet(client: MqttClient, linkId: string): Promise<void> {
    try {
      await withDeadline(client.subscribeAsync({ ...upSubscriptions }));
      await this.#publishState(client, linkId, true);
    } catch (error) {
      log.warn({ reason: (error as Error).message }, "the broker took the connection but not the subscription");
      this.#down(client);
      return;
    }
    if (this.#client !== client || !client.connected) return;
    this.#isUp = true;
    this.#upSince = performance.now();
    this.#backoff.reset();
    log.info({ linkId }, "link up");
    this.#options.onUp();
  }

  async #publishState(client: MqttClient, linkId: string, online: boolean): Promise<void> {
    const options = { qos: 1, retain: true } as const;
    await withDeadline(client.publishAsync(cloudStateTopic, stateText(linkId, online), options));
  }

  #down(client: MqttClient): void {
    client.end(true);
    if (this.#client !== client) return;
    if (this.#isUp) log.warn("link down");
    this.#isUp = false;
    this.#client = undefined;
    if (this.#isStopping) return;
    this.#timer = setTimeout(() => this.#connect(), this.#backoff.nextMs());
  }
}

function stateText(linkId: string, online: boolean): string {
  const state: State = { v: 1, online, linkId, ...(online ? { at: Date.now() } : {}) };
  return JSON.stringify(state);
}

/** The library's own way to connect ignores `noDelay`. */
function openSocket(url: URL): net.Socket {
  const isTls = url.protocol === "mqtts:" || url.protocol === "tls:";
  const port = Number(url.port || (isTls ? 8883 : 1883));
  if (!isTls) return net.connect({ host: url.hostname, port, noDelay: true });
  const socket = tls.connect({ host: url.hostname, port, servername: url.hostname });
  socket.setNoDelay(true);
  return socket;
}

/** A publish is never settled by the library when the broker drops the connection for it. */
async function withDeadline<Value>(promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the broker did not answer in time")), publishTimeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
