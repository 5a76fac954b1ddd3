import { randomBytes } from "node:crypto";
import mqtt, { type MqttClient } from "mqtt";
import { type DesiredRules, decodeDesiredRules } from "#contracts/desired-rules.ts";
import { type KeyList, keyListSchema } from "#contracts/key-list.ts";
import {
  type Ack,
  ackSchema,
  type Hello,
  parseMessage,
  type Report,
  type State,
  stateSchema,
  type Welcome,
  welcomeSchema,
} from "#contracts/messages.ts";
import { cloudStateTopic, downTopic, type UpKind, upTopic } from "#contracts/topics.ts";
import type { TestJournal } from "./test-journal.ts";

/** An edge that speaks the protocol by the contracts alone: hello, records, what comes back. */
export class TestEdge {
  readonly welcomes: Welcome[] = [];
  readonly acks: Ack[] = [];
  readonly desired: DesiredRules[] = [];
  readonly keyLists: KeyList[] = [];
  readonly commands: Buffer[] = [];
  /** What the cloud said of its own presence. */
  readonly cloudStates: State[] = [];
  linkId = randomBytes(8).toString("hex");
  #client: MqttClient | undefined;

  constructor(
    readonly url: string,
    readonly edgeId: string,
    readonly password: string,
  ) {}

  async connect(): Promise<void> {
    this.linkId = randomBytes(8).toString("hex");
    const will = { topic: upTopic(this.edgeId, "state"), payload: this.#state(false), qos: 1 as const, retain: true };
    const client = mqtt.connect(this.url, {
      username: this.edgeId,
      clientId: this.edgeId,
      password: this.password,
      protocolVersion: 4,
      reconnectPeriod: 0,
      will,
    });
    client.on("error", () => undefined);
    client.on("message", (topic, payload) => this.#hear(topic, payload));
    await new Promise<void>((resolve, reject) => {
      client.once("connect", () => resolve());
      client.once("close", () => reject(new Error("closed")));
    });
    await client.subscribeAsync([`liftgate/1/${this.edgeId}/down/#`, cloudStateTopic], { qos: 1 });
    this.#client = client;
    await client.publishAsync(upTopic(this.edgeId, "state"), this.#state(true), { qos: 1, retain: true });
  }

  async say(kind: UpKind, message: object): Promise<void> {
    await this.#client!.publishAsync(upTopic(this.edgeId, kind), JSON.stringify(message), { qos: 1 });
  }

  async sayBytes(kind: UpKind, bytes: Uint8Array): Promise<void> {
    await this.#client!.publishAsync(upTopic(this.edgeId, kind), Buffer.from(bytes), { qos: 1 });
  }

  /** On any topic, allowed or not; nobody says whether it went. */
  publishAnywhere(topic: string, bytes: Uint8Array): void {
    this.#client!.publish(topic, Buffer.from(bytes), { qos: 1 }, () => undefined);
  }

  async hello(journal: TestJournal, more: Partial<Hello> = {}): Promise<void> {
    const { stream, epoch, open, last } = journal;
    const said = { stream, epoch, open, first: 1, last: last?.n ?? 0, lastHash: last?.hash ?? null };
    await this.say("hello", {
      v: 1,
      linkId: this.linkId,
      at: Date.now(),
      runner: "test",
      uplink: "wired",
      streams: [said],
      bundle: null,
      ...more,
    });
  }

  async records(journal: TestJournal, ...serials: number[]): Promise<void> {
    await Promise.all(serials.map((n) => this.sayBytes("record", journal.wire(n))));
  }

  async report(report: Pick<Report, "generation" | "sha256" | "number" | "step"> & Partial<Report>): Promise<void> {
    await this.say("report", { v: 1, reason: null, at: Date.now(), ...report });
  }

  get mark(): number | undefined {
    return this.acks.at(-1)?.mark;
  }

  /** Goes without a word, as a pulled plug does: the broker speaks the will. */
  vanish(): void {
    this.#client?.stream.destroy();
  }

  async leave(): Promise<void> {
    await this.#client?.endAsync(true);
  }

  #state(online: boolean): string {
    return JSON.stringify({ v: 1, online, linkId: this.linkId });
  }

  #hear(topic: string, payload: Buffer): void {
    if (topic === cloudStateTopic) this.cloudStates.push(parseMessage(stateSchema, payload));
    if (topic === downTopic(this.edgeId, "ack")) this.acks.push(parseMessage(ackSchema, payload));
    if (topic === downTopic(this.edgeId, "welcome")) this.welcomes.push(parseMessage(welcomeSchema, payload));
    if (topic === downTopic(this.edgeId, "desired/rules")) this.desired.push(decodeDesiredRules(payload));
    if (topic === downTopic(this.edgeId, "command")) this.commands.push(payload);
    if (topic === downTopic(this.edgeId, "desired/keys")) this.keyLists.push(parseMessage(keyListSchema, payload));
  }
}
