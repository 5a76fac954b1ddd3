import type { Logger } from "pino";
import { limits } from "#contracts/limits.ts";
import { MessageError } from "#contracts/messages.ts";
import type { TrustedKeys } from "#contracts/signature.ts";
import {
  type DesiredTrial,
  decodeDesiredTrial,
  refuseTrialPointer,
  type TrialPointer,
  type TrialReport,
} from "#contracts/trial.ts";
import { BundleRefusedError, type RuleStore } from "./rule-store.ts";
import type { NamedTrialPointer, TrialStore } from "./trial-store.ts";

/** How far a trial is: a report without what the shadow counts. */
type TrialStep = Pick<TrialReport, "generation" | "sha256" | "step" | "reason" | "at">;

export type TrialReceiverParts = {
  readonly edge: { readonly edgeId: string; readonly lotId: string; readonly lanes: readonly { id: string }[] };
  readonly store: TrialStore;
  readonly rules: RuleStore;
  readonly keys: () => TrustedKeys;
  readonly nowMs: () => number;
  /** There is something to say of the trial: {@link TrialReceiver.step}. */
  readonly onStep: () => void;
  /** A message that could not be read. */
  readonly onUnreadable?: () => void;
  readonly log: Logger;
};

/** Takes what this edge should try, one after the other; whatever fails leaves what decides alone. */
export class TrialReceiver {
  readonly #parts: TrialReceiverParts;
  #work: Promise<void> = Promise.resolve();
  #latest: Uint8Array | null = null;
  #step: TrialStep | null = null;

  constructor(parts: TrialReceiverParts) {
    this.#parts = parts;
    const { active } = parts.store;
    if (active === null) return;
    const { generation, loaded, lanes, activatedAt: at } = active;
    this.#step = { generation, sha256: loaded.sha256, step: lanes.length > 0 ? "live" : "checked", reason: null, at };
  }

  /** The last word about the trial; null when nothing is tried. */
  get step(): TrialStep | null {
    return this.#step;
  }

  /** Resolves when the message has been dealt with; never rejects. Only the newest of those that wait is looked at. */
  receive(bytes: Uint8Array): Promise<void> {
    this.#latest = bytes;
    this.#work = this.#work.then(async () => {
      if (this.#latest !== bytes) return;
      await this.#follow(bytes).catch((error: unknown) => {
        this.#parts.log.error({ err: error }, "what this edge should try could not be followed");
      });
    });
    return this.#work;
  }

  /** Looks again at the last message, after the trusted keys have changed. */
  again(): Promise<void> {
    return this.#latest === null ? Promise.resolve() : this.receive(this.#latest);
  }

  async #follow(bytes: Uint8Array): Promise<void> {
    const { edge, store, keys, log } = this.#parts;
    let desired: DesiredTrial;
    try {
      desired = decodeDesiredTrial(bytes);
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      this.#parts.onUnreadable?.();
      log.warn({ reason: error.message }, "a message about what to try cannot be read");
      return;
    }
    const { pointer, gzip } = desired;
    const refusal = refuseTrialPointer(pointer, { ...edge, current: store.generation, keys: keys() });
    if (!isNamed(pointer)) {
      if (refusal !== null) return log.warn({ refusal }, "the end of a trial was refused");
      this.#step = null;
      return store.end(pointer.generation);
    }
    if (refusal !== null) return this.#refuse(pointer, refusal, `the trial's pointer is refused: ${refusal}`);
    if (store.active?.generation === pointer.generation && this.#step !== null) return this.#parts.onStep();
    await this.#begin(pointer, gzip);
  }

  async #begin(pointer: NamedTrialPointer, gzip: Uint8Array): Promise<void> {
    const { edge, store, rules } = this.#parts;
    if (rules.active === null)
      return this.#refuse(pointer, "noBundle", "no bundle is live that another could stand beside");
    const here = new Set(edge.lanes.map(({ id }) => id));
    const unknown = pointer.lanes.find((id) => !here.has(id));
    if (unknown !== undefined) return this.#refuse(pointer, "noLane", `lane ${unknown} is not at this edge`);
    if (gzip.length > limits.bundleGzipBytesMax) return this.#refuse(pointer, "tooLarge", "the bundle is too large");
    this.#say(pointer, "downloaded");
    try {
      const loaded = await rules.check(gzip, pointer.bundle.sha256);
      const missing = pointer.lanes.find((id) => !loaded.bundle.lanes.some((lane) => lane.id === id));
      if (missing !== undefined) return this.#refuse(pointer, "noLane", `the bundle has no lane ${missing}`);
      await store.begin(loaded, gzip, pointer);
    } catch (error) {
      if (!(error instanceof BundleRefusedError)) throw error;
      return this.#refuse(pointer, error.code, error.message);
    }
    this.#say(pointer, "checked");
    if (pointer.lanes.length > 0) this.#say(pointer, "live");
  }

  #refuse(pointer: NamedTrialPointer, code: string, message: string): void {
    this.#say(pointer, "refused", { code: code.slice(0, 64), message: message.slice(0, limits.textMax) });
  }

  #say(pointer: NamedTrialPointer, step: TrialReport["step"], reason: TrialReport["reason"] = null): void {
    const { generation, bundle } = pointer;
    this.#step = { generation, sha256: bundle.sha256, step, reason, at: this.#parts.nowMs() };
    const line = { generation, number: bundle.number, lanes: pointer.lanes, step, reason: reason?.code };
    if (step === "refused") this.#parts.log.warn(line, "trial");
    else this.#parts.log.info(line, "trial");
    this.#parts.onStep();
  }
}

function isNamed(pointer: TrialPointer): pointer is NamedTrialPointer {
  return pointer.bundle !== null;
}
