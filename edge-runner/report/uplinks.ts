import os from "node:os";
import type { Logger } from "pino";
import type { WholeSettings } from "#contracts/edge-settings.ts";
import type { UplinkUse } from "#contracts/messages.ts";
import type { UplinkConfig } from "../edge-config.ts";
import { probe } from "./open-socket.ts";
import { uplinkAddress } from "./uplink-address.ts";
import { UplinkChoice, type UplinkFailure } from "./uplink-choice.ts";

export type UplinksOptions = {
  readonly uplinks: readonly UplinkConfig[];
  /** What may be changed of them, as it is now. */
  readonly terms: (id: string) => WholeSettings["uplinks"][string];
  /** Where probes go. */
  readonly url: string;
  readonly nowMs: () => number;
  readonly log: Logger;
  readonly interfaces?: typeof os.networkInterfaces;
};

/** What others need to know to send over the uplink in use. */
export type UplinkInUse = {
  readonly id: string;
  /** Bytes cost money there. */
  readonly isMetered: boolean;
  /** Bind to this; null while it has no address. */
  readonly localAddress: string | null;
  readonly backlogKbitPerSecond: number | null;
};

const carrierEveryMs = 500;
const probeTimeoutMs = 3_000;
const probesPerProof = 6;
const probeEveryMs = { min: 250, max: 10_000 };

/** The edge's uplinks as they are: watches their carriers, probes the better ones, and says which one to use. */
export class Uplinks {
  readonly #options: UplinksOptions;
  readonly #host: string;
  readonly #choice: UplinkChoice;
  readonly #addresses: (string | null)[];
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #probing = new Set<number>();
  /** The wall clock may jump; the moment of the last change was told by it once. */
  #changedAt: number;
  #onChange: () => void = () => undefined;
  #onCarrier: () => void = () => undefined;

  constructor(options: UplinksOptions) {
    this.#options = options;
    this.#host = new URL(options.url).hostname.replace(/^\[|\]$/g, "");
    this.#choice = new UplinkChoice(this.#proofs(), performance.now());
    this.#addresses = options.uplinks.map(() => null);
    this.#changedAt = options.nowMs();
    this.#look();
  }

  /** `onChange`: another uplink, or another address of it, is to be used at once. `onCarrier`: one has come back. */
  start(onChange: () => void, onCarrier: () => void): void {
    this.#onChange = onChange;
    this.#onCarrier = onCarrier;
    this.#startTimers();
  }

  /** The terms of the uplinks are others: what proves one, and how often it is looked at. */
  settingsChanged(): void {
    this.#choice.setProofs(this.#proofs());
    if (this.#timers.length === 0) return; // not started yet, or stopped
    this.stop();
    this.#startTimers();
  }

  #startTimers(): void {
    this.#timers.push(setInterval(() => this.#look(), carrierEveryMs));
    this.#proofs().forEach((proofMs, rank) => {
      const everyMs = Math.min(probeEveryMs.max, Math.max(probeEveryMs.min, proofMs / probesPerProof));
      this.#timers.push(setInterval(() => void this.#probe(rank), everyMs));
    });
  }

  #proofs(): number[] {
    const { uplinks, terms } = this.#options;
    return uplinks.map(({ id }) => terms(id).provenAfterSeconds * 1_000);
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
  }

  get hasOthers(): boolean {
    return this.#options.uplinks.length > 1;
  }

  /** The uplink in use, as the cloud is told. */
  use(): UplinkUse {
    const { current, before, reason } = this.#choice.use;
    const { id } = this.#options.uplinks[current]!;
    const { isMetered } = this.#options.terms(id);
    const idBefore = before === null ? null : this.#options.uplinks[before]!.id;
    return { id, isMetered, since: this.#changedAt, reason, before: idBefore };
  }

  /** The uplink in use, with its address of this moment. */
  inUse(): UplinkInUse {
    const rank = this.#choice.current;
    const { id } = this.#options.uplinks[rank]!;
    const { isMetered, backlogKbitPerSecond } = this.#options.terms(id);
    return { id, isMetered, localAddress: this.#addresses[rank]!, backlogKbitPerSecond };
  }

  /** A link stands over the uplink in use. */
  up(): void {
    this.#choice.up(performance.now());
  }

  /** A try or a link over the uplink in use has failed. True when another is to be used from now on. */
  failed(reason: UplinkFailure): boolean {
    this.#look(); // an address may have gone this moment
    const isAnother = this.#choice.failed(reason, performance.now());
    if (isAnother) this.#changed();
    return isAnother;
  }

  #changed(): void {
    this.#changedAt = this.#options.nowMs();
    const { id, before, reason } = this.use();
    this.#options.log.warn({ uplink: id, before, reason }, "another uplink");
  }

  #look(): void {
    const interfaces = (this.#options.interfaces ?? os.networkInterfaces)();
    let isChanged = false;
    let isBack = false;
    this.#options.uplinks.forEach((uplink, rank) => {
      const address = uplinkAddress(uplink, interfaces, this.#host);
      const before = this.#addresses[rank]!;
      if (address === before && this.#choice.hasCarrier(rank) === (address !== null)) return;
      this.#addresses[rank] = address;
      // a socket that is bound to an address of yesterday hears nothing more
      if (before !== null && address !== null && rank === this.#choice.current) isChanged = true;
      if (before === null && address !== null) isBack = true;
      if (!this.#choice.setCarrier(rank, address !== null, performance.now())) return;
      isChanged = true;
      this.#changed();
    });
    if (isChanged) this.#onChange();
    else if (isBack) this.#onCarrier();
  }

  async #probe(rank: number): Promise<void> {
    const address = this.#addresses[rank]!;
    if (address === null || this.#probing.has(rank) || !this.#choice.toProbe().includes(rank)) return;
    this.#probing.add(rank);
    const isAnswered = await probe(this.#options.url, address, probeTimeoutMs);
    this.#probing.delete(rank);
    if (this.#timers.length === 0 || !this.#choice.probed(rank, isAnswered, performance.now())) return;
    this.#changed();
    this.#onChange();
  }
}
