import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { signKeyList } from "#contracts/key-list.ts";
import { signingKey } from "#contracts/signature.ts";
import { photoFolder } from "../../photos/photo-files.ts";
import { openPool } from "../open-pool.ts";
import type { Broker } from "../start-broker.ts";
import { type Ingest, startIngest } from "../start-ingest.ts";
import { startTestBroker } from "./test-broker.ts";

const cloudPassword = randomBytes(24).toString("base64");

/** The real broker and the real ingest on the test's own database, in this process. */
export class TestCloud {
  readonly key = signingKey(new Uint8Array(32).fill(7));
  readonly pool: pg.Pool;
  readonly databaseUrl: string;
  #broker: Broker | undefined;
  #port = 0;
  #ingest: Ingest | undefined;
  #httpPort = 0;

  constructor(databaseUrl: string) {
    this.databaseUrl = databaseUrl;
    this.pool = openPool(databaseUrl, { name: "test", max: 4 });
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.#port}`;
  }

  async startBroker(): Promise<void> {
    this.#broker = await startTestBroker({ port: this.#port, cloudPassword, pool: this.pool });
    this.#port = this.#broker.port;
  }

  async stopBroker(): Promise<void> {
    await this.#broker?.stop();
    this.#broker = undefined;
  }

  startIngest({
    databaseUrl = this.databaseUrl,
    mqttUrl = this.url,
    documentHeartbeatMs,
  }: {
    databaseUrl?: string;
    mqttUrl?: string;
    documentHeartbeatMs?: number;
  } = {}): void {
    this.#ingest = startIngest({
      databaseUrl,
      mqttUrl,
      brokerPassword: cloudPassword,
      signingKey: this.key,
      ...(documentHeartbeatMs === undefined ? {} : { documents: { heartbeatMs: documentHeartbeatMs } }),
      keyList: async () => signKeyList(this.key, 1, [this.key.publicKey]),
      secondOpinionsPerSecond: 20,
      edgeHttp: { host: "127.0.0.1", port: this.#httpPort },
      photos: { folder: photoFolder(process.env), keptDays: 90 },
    });
  }

  async stopIngest(): Promise<void> {
    await this.#ingest?.stop();
    this.#ingest = undefined;
  }

  /** Where batches go; the port stays the same over restarts of the ingest. */
  async httpUrl(): Promise<string> {
    while (this.#ingest?.edgeHttpPort() === 0) await sleep(5);
    this.#httpPort = this.#ingest!.edgeHttpPort();
    return `http://127.0.0.1:${this.#httpPort}`;
  }

  async stop(): Promise<void> {
    await this.stopIngest();
    await this.stopBroker();
    await this.pool.end();
  }

  async rows<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(text, values)).rows;
  }
}
