import net from "node:net";
import { MqttClient } from "mqtt";
import { ackSchema, parseMessage } from "#contracts/messages.ts";
import { downTopic, upTopic } from "#contracts/topics.ts";
import { type BenchEdge, makeRecords, recordBytesMin } from "./make-records.ts";

// One process for all edges of the run: it has its records ready before the clock starts, and sends them as edges do.

export type Job = {
  readonly mqttUrl: string;
  readonly password: string;
  readonly edges: readonly BenchEdge[];
  readonly recordsEach: number;
  /** What counts as delivered: the broker's word or the cloud's. */
  readonly until: "puback" | "ack";
  readonly seconds: number;
};
export type Done = {
  readonly sent: number;
  readonly delivered: number;
  readonly tookMs: number;
  readonly bytes: number;
  /** Of this process, while it sent. */
  readonly processorMs: number;
};

const window = 64;

class Generator {
  readonly #job: Job;
  readonly #edge: BenchEdge;
  readonly #records: Uint8Array[] = [];
  #client!: MqttClient;
  #next = 0;
  delivered = 0;
  bytes = 0;
  isOver = false;

  constructor(job: Job, edge: BenchEdge) {
    this.#job = job;
    this.#edge = edge;
    for (const bytes of makeRecords(edge)) {
      if (bytes.length < recordBytesMin) throw new Error(`a record of ${bytes.length} bytes is too small`);
      this.#records.push(bytes);
      if (this.#records.length === job.recordsEach) break;
    }
  }

  get sent(): number {
    return this.#next;
  }

  async connect(): Promise<void> {
    const { hostname, port } = new URL(this.#job.mqttUrl);
    const { edgeId } = this.#edge;
    const client = new MqttClient(() => net.connect({ host: hostname, port: Number(port), noDelay: true }) as never, {
      clientId: edgeId,
      username: edgeId,
      password: this.#job.password,
      protocolVersion: 4,
      clean: true,
      reconnectPeriod: 0,
    });
    this.#client = client;
    await new Promise<void>((resolve, reject) => client.once("connect", () => resolve()).once("error", reject));
    await client.subscribeAsync(downTopic(edgeId, "ack"), { qos: 1 });
    client.on("message", (_topic, payload) => this.#delivered(parseMessage(ackSchema, payload).mark));
    client.on("error", (error) => {
      throw error;
    });
  }

  send(): void {
    const { until } = this.#job;
    const end = until === "puback" ? Number.POSITIVE_INFINITY : this.#records.length;
    while (!this.isOver && this.#next < end && this.#next - this.delivered < window) {
      // a broker does not read what it carries, so there a few will do
      const bytes = this.#records[this.#next++ % this.#records.length]!;
      this.bytes += bytes.length;
      this.#client.publish(upTopic(this.#edge.edgeId, "record"), Buffer.from(bytes), { qos: 1 }, () => {
        if (until === "puback") this.#delivered(this.delivered + 1);
      });
    }
  }

  end(): Promise<void> {
    return this.#client.endAsync(true);
  }

  #delivered(mark: number): void {
    this.delivered = Math.max(this.delivered, mark);
    this.send();
  }
}

async function run(job: Job): Promise<Done> {
  const generators = job.edges.map((edge) => new Generator(job, edge));
  for (const generator of generators) await generator.connect();
  const delivered = () => generators.reduce((sum, one) => sum + one.delivered, 0);
  const sent = () => generators.reduce((sum, one) => sum + one.sent, 0);
  const startedAt = performance.now();
  const before = process.cpuUsage();
  for (const generator of generators) generator.send();
  const isDue = () => performance.now() - startedAt >= job.seconds * 1000;
  const isDry = () => job.until === "ack" && delivered() >= job.edges.length * job.recordsEach;
  while (!isDue() && !isDry()) await pause();
  for (const generator of generators) generator.isOver = true;
  while (delivered() < sent()) await pause();
  const tookMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(before);
  const bytes = generators.reduce((sum, one) => sum + one.bytes, 0);
  await Promise.all(generators.map((generator) => generator.end()));
  return { sent: sent(), delivered: delivered(), tookMs, bytes, processorMs: (user + system) / 1000 };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

process.on("message", (job: Job) => {
  run(job).then(
    (done) => process.send!(done),
    (error: Error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exit(1);
    },
  );
});

process.on("disconnect", () => process.exit(0));
