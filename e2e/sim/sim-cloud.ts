import type { BatchAnswer } from "#contracts/batch.ts";
import { type Ack, helloSchema, parseMessage, type Welcome } from "#contracts/messages.ts";
import { decodeRecord, type RecordFrame } from "#contracts/record.ts";
import { toBytes } from "#contracts/text.ts";
import { cloudStateTopic, downTopic, type UpKind } from "#contracts/topics.ts";
import { ackOf, decideCommit } from "#server/report/decide-commit.ts";
import { type Link, linksNeeded } from "#server/report/judge-arrivals.ts";
import { judgeHello } from "#server/report/judge-hello.ts";
import type { StreamRow } from "#server/report/stream-rows.ts";
import type { SimBroker } from "./sim-broker.ts";
import type { World } from "./world.ts";

type Database = { rows: Map<string, StreamRow>; records: Map<string, Map<number, RecordFrame>> };
type Change = { name: string; row: StreamRow; accepted: RecordFrame[] };
type Message = { kind: UpKind; payload: Uint8Array };

const backupEveryMs = 20_000;
/** A restored backup is at most so old. */
export const backupAgeMaxMs = 2 * backupEveryMs;
const batchMax = 100;

/** The cloud's end: what it decides is the server's own code, its database is a map that commits all or nothing. */
export class SimCloud {
  readonly #world: World;
  readonly #broker: SimBroker;
  #db: Database = { rows: new Map(), records: new Map() };
  #backups: Database[] = [];
  #line: Message[] = [];
  /** Rises with every life of the process: what an earlier life had under way comes to nothing. */
  #life = 0;
  #linkId = "";
  #isUp = false;
  #isBusy = false;
  /** All of 1..whole is in the database. */
  #whole = 0;

  constructor(world: World, broker: SimBroker) {
    this.#world = world;
    this.#broker = broker;
    world.time.repeat(() => this.#backUp(), backupEveryMs);
    this.#backUp();
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Records of the edge's passages, as committed. */
  records(): RecordFrame[] {
    return [...this.#db.records.entries()]
      .filter(([name]) => name.startsWith("p/"))
      .flatMap(([, map]) => [...map.values()]);
  }

  rows(): StreamRow[] {
    return [...this.#db.rows.values()];
  }

  has(n: number): boolean {
    return [...this.#db.records.entries()].some(([name, map]) => name.startsWith("p/") && map.has(n));
  }

  start(): void {
    this.#life += 1;
    this.#isUp = true;
    this.#greet();
  }

  /** The process ends at once; the broker tells the edges, sooner or later. */
  crash(): void {
    if (!this.#isUp) return;
    const gone = this.#linkId;
    this.#life += 1;
    this.#isUp = false;
    this.#isBusy = false;
    this.#line = [];
    this.#broker.detachCloud();
    this.#world.time.after(this.#world.between(0, 4_000), () => this.#say(cloudStateTopic, this.#state(gone, false)));
  }

  /** The database is what it was a while ago; what was backed up after that belongs to a history that is given up. */
  restore(): void {
    if (!this.#isUp) return;
    this.crash();
    const at = Math.min(this.#backups.length, 1 + Math.floor(this.#world.random() * 2));
    const backup = this.#backups.at(-at)!;
    this.#backups = [backup];
    this.#db = copy(backup);
    this.#whole = 0;
  }

  /** The broker is back. */
  reconnect(): void {
    if (this.#isUp) this.#greet();
  }

  /** A batch of a backlog, in a transaction of its own beside those of the live records. */
  takeBatch(frames: readonly RecordFrame[], answer: (held: BatchAnswer["held"]) => void): void {
    if (!this.#isUp || frames.length === 0) return;
    const life = this.#life;
    for (const frame of frames) this.#noteSent(frame);
    this.#world.time.after(this.#world.between(5, 200), () => {
      if (this.#life !== life) return;
      const { acks, changes } = this.#decide(frames.map((frame) => ({ frame })));
      this.#apply(changes);
      this.#world.time.after(this.#world.between(0, 5), () => {
        if (this.#life !== life) return;
        const { stream, epoch, mark, have, hash } = acks[0]!;
        this.#check(acks[0]!);
        answer({ stream, epoch, mark, have, hash });
      });
    });
  }

  #greet(): void {
    const life = this.#life;
    this.#linkId = this.#world.hex(16);
    const linkId = this.#linkId;
    this.#world.time.after(this.#world.between(10, 300), () => {
      if (this.#life !== life || this.#linkId !== linkId || !this.#broker.isUp) return;
      this.#broker.attachCloud({ receive: (kind, payload) => this.#receive(kind, payload) });
      this.#say(cloudStateTopic, this.#state(linkId, true));
    });
  }

  #receive(kind: UpKind, payload: Uint8Array): void {
    if (kind !== "hello" && kind !== "record") return;
    this.#line.push({ kind, payload });
    this.#takeNext();
  }

  #takeNext(): void {
    if (this.#isBusy || this.#line.length === 0) return;
    this.#isBusy = true;
    const life = this.#life;
    const { time } = this.#world;
    const isHello = this.#line[0]!.kind === "hello";
    const end = isHello ? 1 : this.#line.findIndex(({ kind }) => kind === "hello");
    const batch = this.#line.splice(0, Math.min(batchMax, end < 0 ? this.#line.length : end));
    const finish = isHello ? this.#hello(batch[0]!) : this.#commit(batch);
    // a transaction takes its time; a process that ends meanwhile leaves nothing of it
    time.after(this.#world.chance(0.05) ? this.#world.between(100, 1_500) : this.#world.between(1, 30), () => {
      if (this.#life !== life) return;
      const send = finish();
      time.after(this.#world.between(0, 5), () => {
        if (this.#life !== life) return;
        send();
        this.#isBusy = false;
        this.#takeNext();
      });
    });
  }

  #hello({ payload }: Message): () => () => void {
    return () => {
      const hello = parseMessage(helloSchema, payload);
      const known = new Set(this.#db.rows.keys());
      const rows = hello.streams.map((said) => {
        const name = nameOf(said.stream, said.epoch);
        const row = this.#db.rows.get(name) ?? this.#emptyRow(said.stream, said.epoch);
        const judged = judgeHello(row, said, this.#links(name, [1, said.last]), known);
        // a hello that this network let be overtaken may say less than its records did
        for (const { kind } of judged.anomalies)
          if (kind !== "truncation") this.#world.violate(`I2: the hello raised ${kind}`);
        this.#db.rows.set(name, judged.row);
        return judged.row;
      });
      const welcome: Welcome = {
        v: 1,
        linkId: hello.linkId,
        now: Math.round(1_800_000_000_000 + this.#world.time.now),
        streams: rows.map(claimOf),
        windowRecords: 64,
      };
      return () => this.#say(downTopic(this.#world.edgeId, "welcome"), toBytes(JSON.stringify(welcome)));
    };
  }

  #commit(batch: readonly Message[]): () => () => void {
    const arrivals = batch.map(({ payload }) => ({ frame: decodeRecord(this.#world.edgeId, payload) }));
    for (const { frame } of arrivals) this.#noteSent(frame);
    if (this.#world.bug === "acknowledgeBeforeCommit")
      for (const ack of this.#decide(arrivals).acks) this.#acknowledge(ack);
    return () => {
      const { acks, changes } = this.#decide(arrivals);
      this.#apply(changes);
      return () => {
        for (const ack of acks) this.#acknowledge(ack);
      };
    };
  }

  #apply(changes: readonly Change[]): void {
    for (const { name, row, accepted } of changes) {
      const stored = this.#db.records.get(name) ?? new Map<number, RecordFrame>();
      this.#db.records.set(name, stored);
      for (const frame of accepted) {
        if (stored.has(frame.n)) this.#world.violate(`I1: record ${frame.n} was stored twice`);
        stored.set(frame.n, frame);
      }
      this.#db.rows.set(name, row);
    }
  }

  #decide(arrivals: readonly { frame: RecordFrame }[]) {
    const groups = new Map<string, { frame: RecordFrame }[]>();
    for (const arrival of arrivals) {
      const name = nameOf(arrival.frame.stream, arrival.frame.epoch);
      groups.set(name, [...(groups.get(name) ?? []), arrival]);
    }
    const acks: Ack[] = [];
    const changes: Change[] = [];
    for (const [name, group] of groups) {
      const { stream, epoch } = group[0]!.frame;
      const before = this.#db.rows.get(name) ?? this.#emptyRow(stream, epoch);
      const serials = group.map(({ frame }) => frame.n);
      const { verdict, row } = decideCommit(before, this.#links(name, linksNeeded(before.held, serials)), group);
      for (const { arrival, why } of verdict.refused)
        this.#world.violate(`I6: record ${arrival.frame.n} refused: ${why}`);
      const accepted = verdict.accepted.map(({ frame }) => frame);
      const markHash = row.markHash ?? this.#db.records.get(name)?.get(row.held.mark)?.hash ?? null;
      changes.push({ name, row: { ...row, markHash }, accepted });
      acks.push(this.#claimToSend({ ...row, markHash }, group));
    }
    return { acks, changes };
  }

  #claimToSend(row: StreamRow, group: readonly { frame: RecordFrame }[]): Ack {
    if (this.#world.bug !== "markNotContiguous") return ackOf(row);
    const last = group.reduce((highest, { frame }) => (frame.n > highest.n ? frame : highest), group[0]!.frame);
    return { ...ackOf(row), mark: last.n, have: [], hash: last.hash };
  }

  #acknowledge(ack: Ack): void {
    this.#check(ack);
    this.#say(downTopic(this.#world.edgeId, "ack"), toBytes(JSON.stringify(ack)));
  }

  /** Nothing is ever claimed that is not committed. */
  #check(ack: Ack): void {
    const stored = this.#db.records.get(nameOf(ack.stream, ack.epoch));
    const unheld = (n: number) => this.#world.violate(`I4: record ${n} was acknowledged and is not committed`);
    while (stored?.has(this.#whole + 1)) this.#whole += 1;
    if (ack.mark > this.#whole) unheld(this.#whole + 1);
    for (const [first, last] of ack.have) for (let n = first; n <= last; n++) if (!stored?.has(n)) unheld(n);
  }

  #noteSent(frame: RecordFrame): void {
    const known = this.#world.sent.get(frame.n);
    if (known !== undefined && known !== frame.hash)
      this.#world.violate(`I6: serial ${frame.n} was given to two records`);
    this.#world.sent.set(frame.n, frame.hash);
  }

  #links(name: string, serials: readonly number[]): Map<number, Link> {
    const stored = this.#db.records.get(name);
    return new Map(serials.flatMap((n) => (stored?.has(n) ? [[n, stored.get(n)!] as const] : [])));
  }

  #emptyRow(stream: StreamRow["stream"], epoch: string): StreamRow {
    const { edgeId, lotId } = this.#world;
    const nothing = { open: null, held: { mark: 0, have: [] }, markHash: null, lastSaid: 0 };
    return { operatorId: "sim", lotId, edgeId, stream, epoch, ...nothing };
  }

  #state(linkId: string, online: boolean): Uint8Array {
    return toBytes(JSON.stringify({ v: 1, online, linkId }));
  }

  #say(topic: string, payload: Uint8Array): void {
    this.#broker.publishDown(topic, payload);
  }

  #backUp(): void {
    this.#backups = [...this.#backups.slice(-2), copy(this.#db)];
  }
}

function claimOf(row: StreamRow): Welcome["streams"][number] {
  const { stream, epoch, mark, have, hash } = ackOf(row);
  return { stream, epoch, mark, have, hash };
}

function nameOf(stream: string, epoch: string): string {
  return `${stream}/${epoch}`;
}

function copy(db: Database): Database {
  return { rows: new Map(db.rows), records: new Map([...db.records].map(([name, map]) => [name, new Map(map)])) };
}
