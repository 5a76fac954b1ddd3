import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { EdgeConfig } from "#edge-runner/edge-config.ts";
import { ManagedChild } from "#tools/managed-child.ts";
import { type LaneNames, type LotNames, pairsOfLanes, writeEnrolment } from "../../faults/fault-lot.ts";
import { fillDisk } from "../fill-disk.ts";
import { spawnIn, uplinkInterfaces } from "../lab/lab-network.ts";
import { LifeLog } from "./life-log.ts";

export type MixedEdgeParts = {
  readonly folder: string;
  readonly number: number;
  readonly pairs: number;
  readonly diskMegabytes: number;
  readonly mqttUrl: string;
  readonly edgeHttpUrl: string;
  readonly publicKey: string;
  /** The built edge. */
  readonly file: string;
  /** libfaketime. */
  readonly clockLibrary: string;
};

const ports = { camera: 15_700, barrier: 15_800 };
const restartDelaysMs = [100];
const kbitPerSecond = 20_000;

/** One edge of the run: its lot, its disk, its clock, and its process under supervision. */
export class MixedEdge {
  readonly lot: LotNames;
  readonly lanes: LaneNames;
  readonly configFile: string;
  readonly child: ManagedChild;
  readonly #folder: string;
  readonly #logFile: string;
  readonly #log: LifeLog;
  readonly #clockFile: string;
  /** When it was killed, by the clock of this machine. */
  readonly kills: number[] = [];

  constructor(parts: MixedEdgeParts) {
    const { folder, number, pairs, mqttUrl, edgeHttpUrl, publicKey } = parts;
    const edgeId = `mixededge${number}`;
    this.lot = { operatorId: "mixed-operator", lotId: `mixed-lot-${number}`, edgeId };
    this.lanes = pairsOfLanes(pairs);
    this.#folder = path.join(folder, "edges", edgeId);
    fs.mkdirSync(this.#folder, { recursive: true });
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${parts.diskMegabytes}m`, "tmpfs", this.#folder]);
    const where = { mqttUrl, edgeHttpUrl, cameraPort: ports.camera + number, barrierPort: ports.barrier + number };
    this.configFile = writeEnrolment(folder, where, publicKey, this.lot, this.lanes);
    this.#configure();
    this.#clockFile = path.join(folder, `${edgeId}.clock`);
    this.setClock("+0");
    this.#logFile = path.join(folder, "logs", `${edgeId}.log`);
    this.#log = new LifeLog(this.#logFile);
    this.child = new ManagedChild({ name: edgeId, restartDelaysMs, start: async () => this.#spawn(parts) });
  }

  get journalFile(): string {
    return path.join(this.#folder, "journal.db");
  }

  isWorking(): boolean {
    return this.child.status().state === "running" && this.#log.lifeSays('"msg":"ready"');
  }

  kill(): boolean {
    this.kills.push(Date.now());
    return this.child.kill("SIGKILL");
  }

  setClock(clock: string): void {
    fs.writeFileSync(this.#clockFile, clock);
  }

  /** The last byte of the disk, and what the edge gives up of it. */
  fill(): void {
    fillDisk(path.join(this.#folder, "filler"));
  }

  makeRoom(): void {
    fs.rmSync(path.join(this.#folder, "filler"), { force: true });
  }

  /** May this lane open before the journal has the decision? */
  mayOpenFirst(laneId: string): boolean {
    return this.lanes.findIndex(({ id }) => id === laneId) % 2 === 1;
  }

  /** Passages that were let through by the lane's policy, as the edge's log names them. */
  openedLate(): string[] {
    const lines = fs.readFileSync(this.#logFile, "utf8").split("\n");
    const late = lines.filter((line) => line.includes("the lane opens by its policy"));
    return late.map((line) => (JSON.parse(line) as { passageId: string }).passageId);
  }

  #configure(): void {
    const config = JSON.parse(fs.readFileSync(this.configFile, "utf8")) as EdgeConfig;
    const [wired, mobile] = uplinkInterfaces;
    const uplinks = [
      { id: "wired", interface: wired, isMetered: false, provenAfterSeconds: 2 },
      { id: "4g", interface: mobile, isMetered: true, provenAfterSeconds: 2, backlogKbitPerSecond: 2_000 },
    ];
    const lanes = config.lanes.map((lane) => ({
      ...lane,
      onJournalFailure: this.mayOpenFirst(lane.id) ? "openAndFlag" : "wait",
    }));
    const changed = { ...config, uplinks, lanes, backlogKbitPerSecond: kbitPerSecond };
    fs.writeFileSync(this.configFile, JSON.stringify(changed), { mode: 0o600 });
  }

  #spawn({ file, clockLibrary }: MixedEdgeParts) {
    this.#log.begin();
    const env = {
      ...process.env,
      NODE_ENV: "production",
      LIFTGATE_EDGE_CONFIG: this.configFile,
      LD_PRELOAD: clockLibrary,
      FAKETIME_TIMESTAMP_FILE: this.#clockFile,
      FAKETIME_CACHE_DURATION: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    };
    return spawnIn("edge", [file], this.#logFile, env);
  }
}
