import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import type { DecisionBody } from "#contracts/record-body.ts";
import { verifyStream } from "#contracts/verify-stream.ts";
import { TestLot, waitFor } from "#edge-runner/testing/test-lot.ts";

export type DiskLane = "entry-1" | "exit-1";
type Sent = { readonly plate: string; readonly eventId: string; readonly at: number; readonly lane: DiskLane };

/** What cars, cloud and journal say in the end. */
export type DiskBooks = {
  sent: number;
  answered: number;
  decisions: number;
  records: number;
  findings: unknown[];
  inCloud: number;
  openings: number;
  openingsWithoutRecord: number;
  /** Commands that were given again, under their old id. */
  openedTwice: number;
  late: number;
  fatal: string[];
};

/** A lot on a disk that a test makes difficult: its first lane opens when the journal is late, its second waits. */
export class DiskLot {
  readonly lot = new TestLot();
  readonly warnings: string[] = [];
  readonly #lag = monitorEventLoopDelay({ resolution: 5 });
  readonly #sent: Sent[] = [];
  /** Plates of the cars that are inside, the first to come first. */
  readonly #inside: string[] = [];

  async start(): Promise<void> {
    await this.lot.start();
    await this.lot.stopEdge();
    this.lot.config.lanes[1]!.onJournalFailure = "wait";
    await this.startEdge();
    this.#lag.enable();
  }

  async startEdge(): Promise<void> {
    const stream = {
      write: (line: string) => this.warnings.push(String((JSON.parse(line) as { reason?: unknown }).reason)),
    };
    await this.lot.startEdge({ log: pino({ level: "warn" }, stream) });
  }

  /** A car comes, or the one that has been inside for longest leaves; resolves to how long the barrier took, or null when it stayed down for so long. */
  async car(lane: DiskLane, patienceMs = 4_000): Promise<number | null> {
    const { lot } = this;
    const index = this.#sent.length;
    const plate = lane === "entry-1" ? `京A${10_000 + index}` : this.#inside.shift()!;
    if (lane === "entry-1") this.#inside.push(plate);
    const one: Sent = { plate, eventId: `disk-${index}`, at: Date.now(), lane };
    this.#sent.push(one);
    const wanted = lot.openings.length + 1;
    const startedAt = performance.now();
    const answer = lot.see(lane, one.plate, one).catch(() => null);
    const tookMs = await waitFor(() => lot.openings.length >= wanted, "the barrier", patienceMs).then(
      () => Math.round(performance.now() - startedAt),
      () => null,
    );
    if (tookMs !== null) await Promise.race([answer, sleep(200)]);
    return tookMs;
  }

  /** The delay of the loop that serves the lanes, and everything else of this process. */
  lagMs(): { p99: number; max: number } {
    this.#lag.disable();
    return { p99: Math.round(this.#lag.percentile(99) / 1e6), max: Math.round(this.#lag.max / 1e6) };
  }

  /** Every camera sends its message until it is answered; then journal, cloud, gates and cameras are held against each other. */
  async close(): Promise<DiskBooks> {
    const { lot } = this;
    const sent = this.#sent.length;
    const answered = await this.#everythingAnswered();
    await waitFor(() => lot.cloud.held.mark === 2 * sent, "the cloud has all").catch(() => undefined);
    const { edgeId, epoch, open, records } = lot.journal();
    // on a tight disk the journal gives up what the cloud has committed: together they hold everything
    const held = new Map([...lot.cloud.all(), ...records("p")].map((record) => [record.n, record]));
    const proof = verifyStream(edgeId, "p", epoch, open, held.values());
    const decisions = [...held.values()]
      .map((record) => JSON.parse(Buffer.from(record.body!).toString()) as DecisionBody)
      .filter((body) => body.kind === "decision");
    const releases = decisions.filter((body) => body.decision.decision === "release");
    const released = new Set(releases.map((body) => body.passageId));
    return {
      ...{ sent, answered, decisions: decisions.length, records: proof.count, findings: [...proof.findings] },
      inCloud: lot.cloud.held.mark,
      openings: lot.openings.length,
      openingsWithoutRecord: lot.openings.filter(({ commandId }) => !released.has(commandId)).length,
      openedTwice: lot.openings.length - new Set(lot.openings.map(({ commandId }) => commandId)).size,
      late: decisions.filter((body) => body.flags.includes("lateJournal")).length,
      fatal: lot.fatal,
    };
  }

  async #everythingAnswered(): Promise<number> {
    let answered = 0;
    for (const one of this.#sent) {
      for (let tries = 0; tries < 20; tries++) {
        const { status } = await this.lot.see(one.lane, one.plate, one);
        if (status === 200) answered++;
        if (status === 200) break;
        await sleep(250);
      }
    }
    return answered;
  }
}
