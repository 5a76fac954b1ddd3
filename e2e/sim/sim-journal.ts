import type { Stream } from "#contracts/names.ts";
import { type EpochOpen, epochOpenHash, type RecordFrame, sealRecord } from "#contracts/record.ts";
import { toBytes } from "#contracts/text.ts";
import type { NotedMark } from "#edge-runner/report/safe-marks.ts";
import type { World } from "./world.ts";

type Stored = { readonly frame: RecordFrame; readonly at: number };

/** What stands on the edge's disk: whatever was committed, and nothing else, is there after a power cut. */
export class SimDisk {
  readonly epoch = "01a202e52cb25423";
  readonly open: EpochOpen = { previousEpoch: null, previousN: 0, previousHash: null, reason: "created" };
  readonly records = new Map<number, Stored>();
  readonly passageOfCar = new Map<number, number>();
  /** Decisions whose car has no outcome yet. */
  readonly openPassages = new Set<number>();
  safeNotes: readonly NotedMark[] = [];
  head: { n: number; hash: string };
  /** Commits that a disk which was not told to sync may still lose, newest last. */
  readonly unsynced: (() => void)[] = [];

  constructor(readonly world: World) {
    this.head = { n: 0, hash: epochOpenHash(world.edgeId, "p", this.epoch, this.open) };
  }
}

const fsyncMs = { min: 0.2, max: 30, slowMin: 200, slowMax: 2_000 };
const unsyncedMax = 3;

/** The journal of one life of the edge: what it seals and has not committed goes with it. */
export class SimJournal {
  readonly #disk: SimDisk;
  readonly #world: World;
  readonly #listeners = new Set<(stream: Stream, n: number) => void>();
  #head: { n: number; hash: string };
  #isDead = false;
  /** Commits follow one another. */
  #freeAt = 0;

  constructor(disk: SimDisk) {
    this.#disk = disk;
    this.#world = disk.world;
    this.#head = disk.head;
  }

  get epoch(): string {
    return this.#disk.epoch;
  }

  get open(): EpochOpen {
    return this.#disk.open;
  }

  readonly read = {
    firstN: (stream: Stream) => (stream === "p" ? ([...this.#disk.records.keys()][0] ?? null) : null),
    hashAt: (stream: Stream, n: number) => (stream === "p" ? (this.#disk.records.get(n)?.frame.hash ?? null) : null),
    range: (stream: Stream, first: number, last: number) => {
      const found: RecordFrame[] = [];
      for (let n = first; stream === "p" && n <= last && this.#disk.records.has(n); n++)
        found.push(this.#disk.records.get(n)!.frame);
      return found;
    },
    record: (stream: Stream, n: number) => (stream === "p" ? (this.#disk.records.get(n)?.frame ?? null) : null),
    recordedAt: (stream: Stream, n: number) => (stream === "p" ? (this.#disk.records.get(n)?.at ?? null) : null),
  };

  durableN(stream: Stream): number {
    return stream === "p" ? this.#disk.head.n : 0;
  }

  durableHash(stream: Stream): string | null {
    return stream === "p" && this.#disk.head.n > 0 ? this.#disk.head.hash : null;
  }

  onDurable(listener: (stream: Stream, n: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async change(): Promise<void> {}

  /** Seals a record now and commits it when the disk gets to it. */
  append(body: object, onDurable: (frame: RecordFrame) => void, also: (frame: RecordFrame) => void): RecordFrame {
    const { edgeId, time } = this.#world;
    const at = { stream: "p" as const, epoch: this.epoch, n: this.#head.n + 1, previousHash: this.#head.hash };
    const frame = sealRecord(edgeId, at, toBytes(JSON.stringify(body)), new Uint8Array());
    this.#head = { n: frame.n, hash: frame.hash };
    const isSlow = this.#world.chance(0.02);
    const takes = isSlow
      ? this.#world.between(fsyncMs.slowMin, fsyncMs.slowMax)
      : this.#world.between(fsyncMs.min, fsyncMs.max);
    this.#freeAt = Math.max(this.#freeAt, time.now) + takes;
    time.after(this.#freeAt - time.now, () => {
      if (this.#isDead) return;
      this.#commit(frame, also);
      onDurable(frame);
      for (const listener of this.#listeners) listener("p", frame.n);
    });
    return frame;
  }

  /** The process ends; a power cut also takes what the disk had only promised. */
  die(isPowerCut: boolean): void {
    this.#isDead = true;
    const undo = this.#disk.unsynced.splice(0);
    if (isPowerCut && this.#world.bug === "commitsNotSynced") for (const one of undo.reverse()) one();
  }

  #commit(frame: RecordFrame, also: (frame: RecordFrame) => void): void {
    const disk = this.#disk;
    const before = disk.head;
    disk.records.set(frame.n, { frame, at: this.#world.time.now });
    disk.head = { n: frame.n, hash: frame.hash };
    also(frame);
    this.#world.durable.set(frame.n, frame);
    disk.unsynced.push(() => {
      disk.records.delete(frame.n);
      disk.openPassages.delete(frame.n);
      for (const [car, n] of disk.passageOfCar) if (n === frame.n) disk.passageOfCar.delete(car);
      disk.head = before;
    });
    if (disk.unsynced.length > unsyncedMax) disk.unsynced.shift();
  }
}
