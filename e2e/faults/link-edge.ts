import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pino } from "pino";
import type { RecordFrame } from "#contracts/record.ts";
import { EdgeClock } from "#edge-runner/edge-clock.ts";
import { Journal } from "#edge-runner/report/journal.ts";
import type { Link } from "#edge-runner/report/link.ts";
import { wireLink } from "#edge-runner/report/wire-link.ts";
import { startSourceWorker } from "#edge-runner/testing/source-worker.ts";
import type { SampleLot } from "#server/link/testing/sample-lot.ts";
import { TestJournal } from "#server/link/testing/test-journal.ts";

const appendedAtOnce = 250;

/** The runner's own journal and link, without lanes: passages are written to the journal directly. */
export class LinkEdge {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "link-edge-"));
  readonly file = path.join(this.folder, "journal.db");
  journal!: Journal;
  link: Link | null = null;
  #copy!: TestJournal;
  #stop: () => Promise<void> = async () => undefined;

  constructor(readonly lot: SampleLot) {}

  async open(): Promise<void> {
    const { edgeId, lotId } = this.lot;
    const onFatal = (reason: string) => {
      throw new Error(reason);
    };
    this.journal = await Journal.start({ file: this.file, edgeId, startWorker: startSourceWorker, onFatal });
    this.#copy = new TestJournal(edgeId, lotId, this.journal.epoch);
  }

  /** Writes so many passages, a decision and an outcome each, and waits until they are on disk. */
  async pass(count: number): Promise<readonly RecordFrame[]> {
    const written: RecordFrame[] = [];
    for (let done = 0; done < count; done += appendedAtOnce) {
      const parts = Array.from({ length: Math.min(appendedAtOnce, count - done) }, () => {
        const decision = this.#copy.decide();
        return [decision, this.#copy.finish(decision.n)];
      })
        .flat()
        .map(({ body, personal }) => ({ body: body!, personal: personal!, at: Date.now() }));
      const { records, durable } = this.journal.append("p", parts);
      await durable;
      written.push(...records);
    }
    return written;
  }

  connect(addresses: { mqttUrl: string; httpUrl?: string; kbitPerSecond?: number; password?: string }): void {
    const { mqttUrl, httpUrl, kbitPerSecond = 100_000, password = this.lot.password } = addresses;
    const edge = { edgeId: this.lot.edgeId, mqttUrl, password };
    const { link, stop } = wireLink({
      edge: { ...edge, ...(httpUrl ? { httpUrl } : {}) },
      settings: () => ({ backlogKbitPerSecond: kbitPerSecond, uplinks: {} }),
      runner: "test",
      journal: this.journal,
      clock: new EdgeClock(),
      bundle: () => null,
      lanes: [],
      report: () => null,
      onRules: () => undefined,
      onKeys: () => undefined,
      onCommand: () => undefined,
      onTrial: () => undefined,
      onMark: () => undefined,
      onLive: () => undefined,
      log: pino({ level: process.env.LIFTGATE_LOG_LEVEL ?? "silent" }),
    });
    this.link = link;
    this.#stop = stop;
    link.start();
  }

  async disconnect(): Promise<void> {
    await this.#stop();
    this.#stop = async () => undefined;
    this.link = null;
  }

  async close(): Promise<void> {
    await this.disconnect();
    await this.journal.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
