import type { Logger } from "pino";
import type { TrustedKeys } from "#contracts/signature.ts";
import type { TrialReport } from "#contracts/trial.ts";
import { type DecidedPassage, Shadow } from "../decide/shadow.ts";
import type { Journal } from "../report/journal.ts";
import type { RuleSource } from "./active-rules.ts";
import { TrialReceiver } from "./receive-trial.ts";
import type { RuleStore } from "./rule-store.ts";
import { TrialStore } from "./trial-store.ts";

export type TrialsParts = {
  readonly edge: { readonly edgeId: string; readonly lotId: string; readonly lanes: readonly { id: string }[] };
  readonly journal: Journal;
  readonly rules: RuleStore;
  readonly keys: () => TrustedKeys;
  readonly nowMs: () => number;
  /** False while there is no link. */
  readonly send: (report: TrialReport) => boolean;
  /** A message that could not be read. */
  readonly onUnreadable?: () => void;
  readonly log: Logger;
};

/** A bundle beside the live one: taken from the cloud, run as a shadow or at some lanes, and reported. */
export class Trials {
  readonly #parts: TrialsParts;
  readonly #store: TrialStore;
  readonly #shadow: Shadow;
  readonly #receiver: TrialReceiver;

  constructor(parts: TrialsParts) {
    const { journal, rules, log } = parts;
    this.#parts = parts;
    this.#store = new TrialStore(parts);
    this.#store.start();
    this.#shadow = new Shadow({
      journal,
      trial: () => this.#store.active,
      bundle: (sha256) => rules.bundle(sha256),
      onFault: (passageId, error) => log.warn({ passageId, reason: error.message }, "the shadow could not decide"),
    });
    this.#receiver = new TrialReceiver({ ...parts, store: this.#store, onStep: () => this.#send(false) });
  }

  /** Bundles that must not be thrown away while they are tried. */
  bundleHashes(): readonly string[] {
    return this.#store.bundleHashes();
  }

  rulesAt(laneId: string): RuleSource {
    return this.#store.rulesAt(laneId);
  }

  note(passage: DecidedPassage): void {
    this.#shadow.note(passage);
  }

  receive(bytes: Uint8Array): void {
    void this.#receiver.receive(bytes);
  }

  /** The trusted keys have changed. */
  again(): Promise<void> {
    return this.#receiver.again();
  }

  /** The cloud is there again: it may have missed what was sent last. */
  tellAll(): void {
    this.#send(true);
  }

  /** Called every few seconds. */
  tick(): void {
    if (!this.#shadow.isChanged) return;
    void this.#shadow.keep();
    this.#send(false);
  }

  async stop(): Promise<void> {
    await this.#shadow.stop();
  }

  #send(all: boolean): void {
    const { step } = this.#receiver;
    if (step === null) return;
    const report: TrialReport = { v: 1, ...step, at: this.#parts.nowMs(), ...this.#shadow.read(step.generation, all) };
    if (this.#parts.send(report)) this.#shadow.sent();
  }
}
