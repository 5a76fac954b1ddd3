import { setTimeout as sleep } from "node:timers/promises";
import type { ManagedChild } from "#tools/managed-child.ts";
import type { LabNetwork } from "../lab/lab-network.ts";
import type { Way } from "../lab/shaper.ts";
import type { MixedCloud } from "./mixed-cloud.ts";
import type { MixedEdge } from "./mixed-edge.ts";
import { noMeddling } from "./mqtt-meddler.ts";
import type { Fault, FaultKind } from "./plan-faults.ts";

export type FaultyParts = {
  readonly cloud: MixedCloud;
  readonly network: LabNetwork;
  readonly edges: readonly MixedEdge[];
};

/** How the two uplinks carry when nothing is wrong. */
const wellWays: readonly Way[] = [
  { delayMs: 2, jitterMs: 1 },
  { delayMs: 40, jitterMs: 20, loss: 0.01, kbitPerSecond: 8_000 },
];
const slowWay: Way = { delayMs: 30, kbitPerSecond: 256 };
const lossyDelayMs = 30;
const workTimeoutMs = 90_000;
const refillEveryMs = 50;

/** Lets faults happen: those of one thing one after the other, those of different things whenever they are due. */
export class Faults {
  readonly #parts: FaultyParts;
  readonly #tracks = new Map<string, Promise<void>>();
  /** How many of each kind have happened. */
  readonly done = new Map<FaultKind, number>();

  constructor(parts: FaultyParts) {
    this.#parts = parts;
    this.#heal();
  }

  begin(fault: Fault): void {
    const track = trackOf(fault);
    const before = this.#tracks.get(track) ?? Promise.resolve();
    const next = before.then(() => this.#happen(fault));
    this.#tracks.set(
      track,
      next.then(() => {
        this.done.set(fault.kind, (this.done.get(fault.kind) ?? 0) + 1);
      }),
    );
  }

  /** Resolves when all that has begun is over; rejects when something did not come back from a fault. */
  async over(): Promise<void> {
    await Promise.all(this.#tracks.values());
  }

  async #happen(fault: Fault): Promise<void> {
    const { cloud, network, edges } = this.#parts;
    const edge = edges[fault.edge]!;
    const { share, uplinks, direction } = fault;
    const childOf = { killIngest: "ingest", killBroker: "broker", killPostgres: "postgres" } as const;
    switch (fault.kind) {
      case "killEdge":
        return killAtWork(
          edge.child,
          () => edge.isWorking(),
          () => edge.kill(),
        );
      case "killIngest":
      case "killBroker":
      case "killPostgres": {
        const name = childOf[fault.kind];
        const child = cloud.children[name];
        return killAtWork(
          child,
          () => cloud.isWorking(name),
          () => child.kill("SIGKILL"),
        );
      }
      case "carrierLost":
        for (const uplink of uplinks) network.setCarrier(uplink, false);
        await sleep(fault.ms);
        for (const uplink of uplinks) network.setCarrier(uplink, true);
        return;
      case "hole": {
        const [up, down] = (["up", "down"] as const).map((way) =>
          direction === way || direction === "both" ? { isHole: true } : null,
        );
        return this.#weather(fault, (well) => [up ?? well, down ?? well]);
      }
      case "loss":
        return this.#weather(fault, () => [
          { delayMs: lossyDelayMs, loss: share },
          { delayMs: lossyDelayMs, loss: share },
        ]);
      case "slow":
        return this.#weather(fault, () => [slowWay, slowWay]);
      case "diskFull":
        return this.#fill(edge, fault.ms);
      case "clockJump":
        edge.setClock(fault.clock);
        return;
      case "messagesDoubled":
        return this.#meddle({ ...noMeddling, double: share }, fault.ms);
      case "messagesSwapped":
        return this.#meddle({ ...noMeddling, swap: share }, fault.ms);
      case "messagesTakenAndLost":
        return this.#meddle({ ...noMeddling, takeAndLose: share }, fault.ms);
    }
  }

  #heal(): void {
    for (const [uplink, way] of wellWays.entries()) this.#parts.network.shape(uplink, way);
  }

  async #weather({ uplinks, ms }: Fault, ways: (well: Way) => [up: Way, down: Way]): Promise<void> {
    for (const uplink of uplinks) this.#parts.network.shape(uplink, ...ways(wellWays[uplink]!));
    await sleep(ms);
    this.#heal();
  }

  /** What is given up is taken at once, as by whoever fills a disk. */
  async #fill(edge: MixedEdge, ms: number): Promise<void> {
    const end = performance.now() + ms;
    while (performance.now() < end) {
      edge.fill();
      await sleep(refillEveryMs);
    }
    edge.makeRoom();
  }

  async #meddle(meddling: typeof noMeddling, ms: number): Promise<void> {
    this.#parts.cloud.meddler.meddling = meddling;
    await sleep(ms);
    this.#parts.cloud.meddler.meddling = noMeddling;
  }
}

function trackOf({ kind, edge }: Fault): string {
  if (kind === "killEdge") return `edge ${edge}`;
  if (kind === "diskFull") return `disk ${edge}`;
  if (kind === "clockJump") return `clock ${edge}`;
  if (kind.startsWith("kill")) return kind;
  return kind.startsWith("messages") ? "messages" : "links";
}

/** A process that is hit while it starts has nothing to lose: it is hit once it is at work again. */
async function killAtWork(child: ManagedChild, isWorking: () => boolean, kill: () => boolean): Promise<void> {
  const deadline = performance.now() + workTimeoutMs;
  while (!isWorking()) {
    if (performance.now() > deadline) throw new Error(`${child.name} did not come back`);
    await sleep(20);
  }
  if (!kill()) throw new Error(`${child.name} was not there to be killed`);
  while (isWorking()) await sleep(5);
}
