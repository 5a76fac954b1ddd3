import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { EdgeConfig } from "#edge-runner/edge-config.ts";
import { checkBooks } from "../../faults/check-books.ts";
import { faultLot, writeEnrolment } from "../../faults/fault-lot.ts";
import { isSettled } from "../../faults/is-settled.ts";
import type { Commits } from "./edge-process.ts";
import { LabCloud } from "./lab-cloud.ts";
import { LabNetwork, spawnIn } from "./lab-network.ts";
import type { LaneOrder, Waits } from "./lane-process.ts";

export type Phase = {
  readonly name: string;
  readonly seconds: number;
  /** Cars whose wait for the barrier was measured, and that wait. */
  readonly cars: number;
  readonly carP50Ms: number;
  readonly carP99Ms: number;
  /** Live records acknowledged in this phase, and how long that took. */
  readonly commits: number;
  readonly commitP50Ms: number;
  readonly commitP99Ms: number;
};

const ports = { camera: 15_700, barrier: 15_800 };
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
}

/** A whole lot in the lab: network, cloud, edge, lanes; and at the end the books held against each other. */
export class LabLot {
  readonly network = new LabNetwork();
  readonly cloud: LabCloud;
  readonly configFile: string;
  readonly journalFile: string;
  readonly #folder: string;
  #edge: ChildProcess | null = null;
  #lanes: ChildProcess | null = null;

  constructor(folder: string, change: Partial<EdgeConfig>) {
    this.#folder = folder;
    this.cloud = new LabCloud(folder);
    const { mqttUrl, edgeHttpUrl, key } = this.cloud;
    const where = { mqttUrl, edgeHttpUrl, cameraPort: ports.camera, barrierPort: ports.barrier };
    this.configFile = writeEnrolment(folder, where, key.publicKey);
    this.journalFile = path.join(path.dirname(this.configFile), "journal.db");
    this.configure(change);
  }

  configure(change: Partial<EdgeConfig>): void {
    const config = JSON.parse(fs.readFileSync(this.configFile, "utf8")) as EdgeConfig;
    fs.writeFileSync(this.configFile, JSON.stringify({ ...config, ...change }), { mode: 0o600 });
  }

  async start(seed: number): Promise<void> {
    await this.network.start(path.join(this.#folder, "logs"), seed);
    await this.cloud.start();
    const files = [this.configFile, this.#file("answers.jsonl"), this.#file("openings.jsonl")];
    this.#lanes = spawnIn("edge", [here("./lane-process.ts"), ...files], this.#file("logs/lanes.log"));
    await Promise.all([once(this.#lanes, "message"), this.startEdge()]);
    await this.until("the bundle is live", 30_000, async () => {
      const { rows } = await this.cloud.pool.query("SELECT step FROM rollout_edge");
      return rows[0]?.step === "live";
    });
  }

  async startEdge(): Promise<void> {
    this.#edge = spawnIn("edge", [here("./edge-process.ts"), this.configFile], this.#file("logs/edge.log"));
    const failed = once(this.#edge, "exit").then(([code]) => {
      throw new Error(`the edge ended with ${code}, see ${this.#file("logs/edge.log")}`);
    });
    await Promise.race([once(this.#edge, "message"), failed]);
    failed.catch(() => undefined); // it ends when it is told to
  }

  async stopEdge(): Promise<void> {
    const edge = this.#edge!;
    this.#edge = null;
    edge.send("stop");
    await once(edge, "exit");
  }

  drive(carsPerSecond: number): void {
    this.#lanes!.send({ carsPerSecond } satisfies LaneOrder);
  }

  /** Lets cars come for a while; what they and the records went through meanwhile. */
  async phase(name: string, seconds: number, during: () => Promise<void> | void = () => undefined): Promise<Phase> {
    await this.#ask();
    const until = performance.now() + seconds * 1_000;
    await during();
    await sleep(Math.max(0, until - performance.now()));
    const { waits, commits } = await this.#ask();
    return {
      ...{ name, seconds },
      ...{ cars: waits.length, carP50Ms: at(waits, 0.5), carP99Ms: at(waits, 0.99) },
      ...{ commits: commits.length, commitP50Ms: at(commits, 0.5), commitP99Ms: at(commits, 0.99) },
    };
  }

  async backlog(): Promise<number> {
    return (await this.#askEdge()).backlog;
  }

  /** Records up to this serial that the cloud has not committed. */
  async committedLeft(last: number): Promise<number> {
    const sql = "SELECT count(*)::integer AS count FROM record WHERE stream = 'p' AND n <= $1";
    return last - (await this.cloud.pool.query(sql, [last])).rows[0].count;
  }

  edgeMemoryMb(): number {
    const status = fs.readFileSync(`/proc/${this.#edge!.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1_000;
  }

  /** The changes of uplink that the cloud has heard of, the oldest first. */
  async uplinks(): Promise<{ uplink: string; reason: string; since: Date; heardAt: Date }[]> {
    const { rows } = await this.cloud.pool.query(
      `SELECT uplink, reason, since, heard_at AS "heardAt" FROM edge_uplink ORDER BY since`,
    );
    return rows;
  }

  /** Every car is through and every record is in the cloud; what then does not agree between the books. */
  async settle(timeoutMs: number): Promise<string[]> {
    this.#lanes!.send("finish" satisfies LaneOrder);
    await once(this.#lanes!, "message");
    await this.until("every record is in the cloud", timeoutMs, () =>
      isSettled(this.journalFile, faultLot.edgeId, this.cloud.pool),
    );
    return checkBooks({
      answersFile: this.#file("answers.jsonl"),
      openingsFile: this.#file("openings.jsonl"),
      journalFile: this.journalFile,
      edgeId: faultLot.edgeId,
      pool: this.cloud.pool,
    });
  }

  async stop(): Promise<void> {
    this.#lanes?.kill("SIGKILL");
    this.#edge?.kill("SIGKILL");
    await this.cloud.stop();
    this.network.stop();
  }

  async until(what: string, timeoutMs: number, holds: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + timeoutMs;
    while (!(await holds())) {
      if (performance.now() > end) throw new Error(`in ${timeoutMs / 1_000} s it did not come true that ${what}`);
      await sleep(100);
    }
  }

  #file(name: string): string {
    return path.join(this.#folder, name);
  }

  async #ask(): Promise<Waits & Commits> {
    const answer = once(this.#lanes!, "message");
    this.#lanes!.send("waits" satisfies LaneOrder);
    return { ...((await answer)[0] as Waits), ...(await this.#askEdge()) };
  }

  async #askEdge(): Promise<Commits> {
    const answer = once(this.#edge!, "message");
    this.#edge!.send("commits");
    return (await answer)[0] as Commits;
  }
}
