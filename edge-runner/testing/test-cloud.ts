import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { Aedes } from "aedes";
import mqtt, { type MqttClient } from "mqtt";
import { encodeDesiredRules } from "#contracts/desired-rules.ts";
import {
  type Ack,
  type Hello,
  helloSchema,
  parseMessage,
  type Report,
  reportSchema,
  type State,
  stateSchema,
  type Telemetry,
  telemetrySchema,
  type Welcome,
} from "#contracts/messages.ts";
import { type PointerContent, signPointer } from "#contracts/pointer.ts";
import { addRange, type Held, nothingHeld } from "#contracts/ranges.ts";
import { decodeRecord, type RecordFrame } from "#contracts/record.ts";
import type { SigningKey } from "#contracts/signature.ts";
import { cloudStateTopic, downTopic, everyUpTopic, mayPublish, maySubscribe, parseUpTopic } from "#contracts/topics.ts";
import { type TrialReport, trialReportSchema } from "#contracts/trial.ts";
import type { TestBundle } from "./test-bundle.ts";

/**
 * The other end of the link for tests: a real broker, and a cloud that keeps records in memory and acknowledges them
 * as the protocol says. It can be made to lose, to delay and to go away.
 */
export class TestCloud {
  readonly edgeId: string;
  readonly password: string;
  /** Stream `p`; the others are kept apart. */
  readonly records = new Map<number, RecordFrame>();
  readonly others: RecordFrame[] = [];
  readonly hellos: Hello[] = [];
  readonly reports: Report[] = [];
  readonly trials: TrialReport[] = [];
  readonly telemetry: Telemetry[] = [];
  readonly states: State[] = [];
  /** How often each serial came. */
  readonly arrivals = new Map<number, number>();
  /** Takes records without a word while false. */
  isAcknowledging = true;
  clockOffsetMs = 0;
  #held: Held = nothingHeld;
  readonly #othersHeld = new Map<string, Held>();
  #broker: Aedes | null = null;
  #server: net.Server | null = null;
  #client: MqttClient | null = null;
  #port = 0;

  constructor(edgeId: string, password: string) {
    this.edgeId = edgeId;
    this.password = password;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.#port}`;
  }

  get held(): Held {
    return this.#held;
  }

  /** Records in order of their serials. */
  all(): RecordFrame[] {
    return [...this.records.values()].sort((a, b) => a.n - b.n);
  }

  bodies(): Record<string, unknown>[] {
    return this.all().map((record) => JSON.parse(Buffer.from(record.body!).toString()) as Record<string, unknown>);
  }

  async startBroker(): Promise<void> {
    const broker = await Aedes.createBroker({
      authenticate: (client, username, password, done) => {
        const isCloud = username === "cloud";
        done(null, isCloud || (username === this.edgeId && password?.toString() === this.password));
        void client;
      },
      authorizePublish: (client, packet, done) => {
        const isAllowed = client?.id === "cloud" || mayPublish(client?.id ?? "", packet.topic);
        done(isAllowed ? null : new Error("not allowed"));
      },
      authorizeSubscribe: (client, subscription, done) => {
        const isAllowed = client?.id === "cloud" || maySubscribe(client?.id ?? "", subscription.topic);
        done(null, isAllowed ? subscription : null);
      },
    });
    this.#broker = broker;
    this.#server = net.createServer({ noDelay: true }, broker.handle);
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stopBroker(): Promise<void> {
    const [broker, server] = [this.#broker, this.#server];
    this.#broker = null;
    if (broker === null || server === null) return;
    await new Promise<void>((resolve) => broker.close(() => resolve()));
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  async startIngest(): Promise<void> {
    const will = { topic: cloudStateTopic, payload: Buffer.from(presence(false)), qos: 1 as const, retain: true };
    const options = { clientId: "cloud", username: "cloud", password: "cloud", will, reconnectPeriod: 100 };
    const client = await mqtt.connectAsync(this.url, options);
    this.#client = client;
    client.on("message", (topic, payload) => this.#receive(topic, payload));
    await client.subscribeAsync(everyUpTopic, { qos: 1 });
    await client.publishAsync(cloudStateTopic, presence(true), { qos: 1, retain: true });
  }

  async stopIngest(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    if (client === null) return;
    if (client.connected) await client.publishAsync(cloudStateTopic, presence(false), { qos: 1, retain: true });
    await client.endAsync(true);
  }

  async start(): Promise<void> {
    await this.startBroker();
    await this.startIngest();
  }

  async stop(): Promise<void> {
    await this.stopIngest();
    await this.stopBroker();
  }

  /** Says what the edge should run. */
  async desire(key: SigningKey, bundle: TestBundle, generation: number, change: Partial<PointerContent> = {}) {
    const lotId = bundle.lotId;
    const content = { edgeId: this.edgeId, lotId, generation, sha256: bundle.sha256, number: generation, ...change };
    await this.send("desired/rules", encodeDesiredRules({ pointer: signPointer(key, content), gzip: bundle.gzip }));
  }

  async send(
    kind: "desired/rules" | "desired/keys" | "desired/trial" | "ack",
    bytes: Uint8Array | string,
  ): Promise<void> {
    const payload = typeof bytes === "string" ? bytes : Buffer.from(bytes);
    await this.#client!.publishAsync(downTopic(this.edgeId, kind), payload, { qos: 1, retain: kind !== "ack" });
  }

  /** Whatever bytes, on any topic that this edge hears; not retained. */
  async sayBytes(topic: string, bytes: Uint8Array): Promise<void> {
    await this.#client!.publishAsync(topic, Buffer.from(bytes), { qos: 1 });
  }

  /** Says that the cloud is there on another link, and nothing of the one before. */
  async takeOver(linkId: string): Promise<void> {
    await this.#client!.publishAsync(cloudStateTopic, presence(true, linkId), { qos: 1, retain: true });
  }

  /** As if the database had been restored from an older backup. */
  restoreTo(mark: number): void {
    for (const n of [...this.records.keys()]) if (n > mark) this.records.delete(n);
    this.#held = { mark, have: [] };
  }

  #receive(topic: string, payload: Uint8Array): void {
    const from = parseUpTopic(topic);
    if (from === null) throw new Error(`unexpected topic ${topic}`);
    if (from.kind === "hello") this.#welcome(parseMessage(helloSchema, payload));
    if (from.kind === "report") this.reports.push(parseMessage(reportSchema, payload));
    if (from.kind === "trial") this.trials.push(parseMessage(trialReportSchema, payload));
    if (from.kind === "telemetry") this.telemetry.push(parseMessage(telemetrySchema, payload));
    if (from.kind === "state") this.states.push(parseMessage(stateSchema, payload));
    if (from.kind === "record") this.#take(decodeRecord(from.edgeId, new Uint8Array(payload)));
  }

  #welcome(hello: Hello): void {
    this.hellos.push(hello);
    const epoch = hello.streams.find(({ stream }) => stream === "p")!.epoch;
    const now = Date.now() + this.clockOffsetMs;
    const welcome: Welcome = { v: 1, linkId: hello.linkId, now, streams: [this.#claim(epoch)], windowRecords: 32 };
    void this.#client?.publishAsync(downTopic(this.edgeId, "welcome"), JSON.stringify(welcome), { qos: 1 });
  }

  #take(record: RecordFrame): void {
    if (record.stream !== "p") {
      this.#takeOther(record);
      return;
    }
    this.arrivals.set(record.n, (this.arrivals.get(record.n) ?? 0) + 1);
    if (!this.isAcknowledging) return;
    this.records.set(record.n, record);
    this.#held = addRange(this.#held, record.n, record.n);
    const ack: Ack = { v: 1, ...this.#claim(record.epoch), windowRecords: 32 };
    void this.#client?.publishAsync(downTopic(this.edgeId, "ack"), JSON.stringify(ack), { qos: 1 });
  }

  #takeOther(record: RecordFrame): void {
    if (!this.isAcknowledging) return;
    const { stream, epoch, n } = record;
    const held = addRange(this.#othersHeld.get(stream) ?? nothingHeld, n, n);
    this.#othersHeld.set(stream, held);
    const of = (at: number) => this.others.find((one) => one.stream === stream && one.n === at)?.hash ?? null;
    if (of(n) === null) this.others.push(record);
    const have = held.have.map(([a, b]): [number, number] => [a, b]);
    const ack: Ack = { v: 1, stream, epoch, mark: held.mark, have, hash: of(held.mark), windowRecords: 32 };
    void this.#client?.publishAsync(downTopic(this.edgeId, "ack"), JSON.stringify(ack), { qos: 1 });
  }

  #claim(epoch: string) {
    const { mark, have } = this.#held;
    const hash = this.records.get(mark)?.hash ?? null;
    return { stream: "p" as const, epoch, mark, have: have.map(([a, b]): [number, number] => [a, b]), hash };
  }
}

function presence(online: boolean, linkId = "00000000000000c1"): string {
  return JSON.stringify({ v: 1, online, linkId, at: Date.now() });
}
