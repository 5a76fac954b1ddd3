import { pino } from "pino";
import { type Ack, parseMessage, welcomeSchema } from "#contracts/messages.ts";
import { addRange, type Held, nothingHeld } from "#contracts/ranges.ts";
import { decodeRecord, type RecordFrame } from "#contracts/record.ts";
import { toBytes } from "#contracts/text.ts";
import { downTopic } from "#contracts/topics.ts";
import { EdgeClock } from "#edge-runner/edge-clock.ts";
import { Link } from "#edge-runner/report/link.ts";
import type { LinkEvents } from "#edge-runner/report/link-parts.ts";
import { SafeMarks } from "#edge-runner/report/safe-marks.ts";
import { postBatch } from "./post-batch.ts";
import type { SimBroker } from "./sim-broker.ts";
import { backupAgeMaxMs, type SimCloud } from "./sim-cloud.ts";
import { SimDisk, SimJournal } from "./sim-journal.ts";
import type { World } from "./world.ts";

const silent = pino({ level: "silent" });
const safeAfterMs = backupAgeMaxMs + 5_000;
const pruneEveryMs = 5_000;
/** Few, so that many runs have a backlog to bring. */
const backlogLiveMax = 6;
const cameraRepeatsMs = 1_000;

type Life = {
  journal: SimJournal;
  link: Link;
  endings: (() => void)[];
  /** Cars whose decision is not on disk yet. */
  deciding: Set<number>;
  /** The cloud's last word. */
  mark: number;
  isOver: boolean;
};

/** The edge at the lane: the runner's own link over a simulated journal; cameras repeat until they are answered. */
export class SimEdge {
  readonly disk: SimDisk;
  readonly #world: World;
  readonly #broker: SimBroker;
  readonly #cloud: SimCloud;
  #life: Life | null = null;
  #wallJumpMs = 0;
  #boot = 0;
  /** Some lots let no HTTP out. */
  readonly #hasHttp: boolean;

  constructor(world: World, broker: SimBroker, cloud: SimCloud) {
    this.#world = world;
    this.#broker = broker;
    this.#cloud = cloud;
    this.disk = new SimDisk(world);
    this.#hasHttp = world.chance(0.7);
  }

  get isUp(): boolean {
    return this.#life !== null;
  }

  get backlog(): number {
    return this.#life?.link.backlog().records ?? Number.POSITIVE_INFINITY;
  }

  start(): void {
    const { time, random } = this.#world;
    const journal = new SimJournal(this.disk);
    const bootId = (++this.#boot).toString(16).padStart(8, "0");
    const clock = new EdgeClock({
      wall: () => Math.round(1_800_000_000_000 + time.now + this.#wallJumpMs),
      monotonic: () => time.now,
      bootId,
    });
    const marks = new SafeMarks(safeAfterMs, this.disk.safeNotes);
    const misled = this.#misled(journal);
    const link: Link = new Link({
      edge: { edgeId: this.#world.edgeId },
      runner: "sim",
      journal,
      clock,
      connect: (events) => this.#broker.connect(misled.hearing(events), misled.onPuback),
      repeat: (work, everyMs) => time.repeat(work, everyMs),
      after: (delayMs, work) => {
        let isOff = false;
        time.after(delayMs, () => {
          if (!isOff) work();
        });
        return () => {
          isOff = true;
        };
      },
      random,
      post: this.#hasHttp ? (batch, done) => postBatch(this.#world, this.#broker, this.#cloud, batch, done) : null,
      backlogLiveMax,
      backlogKbitPerSecond: () => 64,
      uplink: () => null,
      bundle: () => null,
      lanes: [],
      report: () => null,
      onRules: () => undefined,
      onKeys: () => undefined,
      onCommand: () => undefined,
      onTrial: () => undefined,
      onMark: (stream, mark) => {
        if (stream !== "p") return;
        life.mark = mark;
        marks.note(mark, time.now);
        this.disk.safeNotes = marks.notes;
      },
      onLive: () => undefined,
      log: silent,
    });
    const life: Life = { journal, link, endings: [], deciding: new Set(), mark: 0, isOver: false };
    this.#life = life;
    life.endings.push(time.repeat(() => this.#prune(life, marks), pruneEveryMs));
    link.start();
    // what an earlier life left without an outcome: nobody can say what became of it
    for (const n of this.disk.openPassages) this.#finish(life, n, "unknown");
  }

  /** The process ends at once. */
  kill(isPowerCut: boolean): void {
    const life = this.#life;
    if (life === null) return;
    this.#life = null;
    life.isOver = true;
    life.journal.die(isPowerCut);
    for (const end of life.endings) end();
    void life.link.stop();
  }

  jumpWallClock(byMs: number): void {
    this.#wallJumpMs += byMs;
  }

  /** A car stands before the barrier; its camera says so until the edge has answered. */
  see(car: number): void {
    const { time } = this.#world;
    const life = this.#life;
    let isAnswered = false;
    time.after(cameraRepeatsMs * (1 + this.#world.random()), () => {
      if (!isAnswered) this.see(car);
    });
    if (life === null || life.deciding.has(car)) return;
    if (this.disk.passageOfCar.has(car)) {
      isAnswered = true;
      return;
    }
    life.deciding.add(car);
    const isBuggy = this.#world.bug === "openBeforeJournal";
    const frame = life.journal.append(
      { kind: "decision", car, at: time.now },
      (durable) => {
        isAnswered = true;
        if (!isBuggy) this.#command(life, car, durable);
      },
      ({ n }) => {
        this.disk.passageOfCar.set(car, n);
        this.disk.openPassages.add(n);
      },
    );
    if (isBuggy) this.#command(life, car, frame);
  }

  #command(life: Life, car: number, frame: RecordFrame): void {
    const { time } = this.#world;
    time.after(this.#world.between(1, 20), () => {
      if (life.isOver) return;
      this.#world.openings.push({ car, hash: frame.hash });
      time.after(this.#world.between(300, 3_000), () => this.#finish(life, frame.n, "passed"));
    });
  }

  #finish(life: Life, n: number, result: string): void {
    if (life.isOver) return;
    life.journal.append(
      { kind: "outcome", n, result, at: this.#world.time.now },
      () => undefined,
      () => this.disk.openPassages.delete(n),
    );
  }

  /** Deletes what is acknowledged and safe; the newest of it stays, so that a mark can always be checked. */
  #prune(life: Life, marks: SafeMarks): void {
    const { bug } = this.#world;
    const safe = bug === "pruneUnsafe" || bug === "pubackTrusted" ? life.mark : marks.safe;
    for (const n of [...this.disk.records.keys()]) {
      if (n >= safe) break;
      if (!this.#cloud.has(n)) this.#world.violate(`I5: record ${n} was deleted and the cloud does not hold it`);
      this.disk.records.delete(n);
    }
  }

  /** The planted faults of the link: a broker's word taken for the cloud's, or the cloud's later word not taken at all. */
  #misled(journal: SimJournal) {
    let hear: ((topic: string, payload: Uint8Array) => void) | null = null;
    let held: Held = nothingHeld;
    const { edgeId, bug } = this.#world;
    const hashAt = (mark: number) => (mark === 0 ? null : journal.read.hashAt("p", mark));
    return {
      hearing: (events: LinkEvents): LinkEvents => {
        hear = events.onMessage;
        if (bug !== "restoredMarkIgnored") return events;
        const onMessage = (topic: string, payload: Uint8Array) => {
          if (topic !== downTopic(edgeId, "welcome")) return events.onMessage(topic, payload);
          const welcome = parseMessage(welcomeSchema, payload);
          const streams = welcome.streams.map((one) => {
            if (one.stream !== "p") return one;
            held = addRange(held, 1, Math.max(1, one.mark));
            return one.mark === 0 ? one : { ...one, mark: held.mark, have: [], hash: hashAt(held.mark) };
          });
          events.onMessage(topic, toBytes(JSON.stringify({ ...welcome, streams })));
        };
        return { ...events, onMessage };
      },
      onPuback: (payload: Uint8Array) => {
        if (bug !== "pubackTrusted") return;
        const { n, stream, epoch } = decodeRecord(edgeId, payload);
        held = addRange(held, n, n);
        const have = held.have.map(([first, last]): [number, number] => [first, last]);
        const ack: Ack = { v: 1, stream, epoch, mark: held.mark, have, hash: hashAt(held.mark), windowRecords: 64 };
        hear?.(downTopic(edgeId, "ack"), toBytes(JSON.stringify(ack)));
      },
    };
  }
}
