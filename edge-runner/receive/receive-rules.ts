import type { Logger } from "pino";
import { type DesiredRules, decodeDesiredRules } from "#contracts/desired-rules.ts";
import { limits } from "#contracts/limits.ts";
import { MessageError, type Report } from "#contracts/messages.ts";
import { type Pointer, refusePointer } from "#contracts/pointer.ts";
import type { TrustedKeys } from "#contracts/signature.ts";
import { BundleRefusedError, type RuleStore } from "./rule-store.ts";

export type RulesReceiverParts = {
  readonly edge: { readonly edgeId: string; readonly lotId: string };
  readonly store: RuleStore;
  readonly keys: () => TrustedKeys;
  readonly nowMs: () => number;
  readonly onReport: (report: Report) => void;
  /** A message that could not be read. */
  readonly onUnreadable?: () => void;
  readonly log: Logger;
};

const refusals = {
  badSignature: "the pointer is not signed by a key that this edge trusts",
  otherEdge: "the pointer is made for another edge",
  otherLot: "the pointer is made for another lot",
  staleGeneration: "the pointer is of an earlier generation than the one this edge follows",
} as const;

/** Takes what the edge should run, step by step, one after the other; whatever fails leaves the live bundle alone. */
export class RulesReceiver {
  readonly #parts: RulesReceiverParts;
  #work: Promise<void> = Promise.resolve();
  #latest: Uint8Array | null = null;
  #report: Report | null = null;

  constructor(parts: RulesReceiverParts) {
    this.#parts = parts;
  }

  /** The last word about what this edge should run; said again on every new link. */
  get report(): Report | null {
    return this.#report;
  }

  /** Resolves when the message has been dealt with; never rejects. Only the newest of those that wait is looked at. */
  receive(bytes: Uint8Array): Promise<void> {
    this.#latest = bytes;
    this.#work = this.#work.then(async () => {
      if (this.#latest !== bytes) return;
      await this.#follow(bytes).catch((error: unknown) => {
        this.#parts.log.error({ err: error }, "what this edge should run could not be followed");
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
    let desired: DesiredRules;
    try {
      desired = decodeDesiredRules(bytes);
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      this.#parts.onUnreadable?.();
      log.warn({ reason: error.message }, "a message about what to run cannot be read");
      return;
    }
    const { pointer, gzip } = desired;
    const refusal = refusePointer(pointer, { ...edge, current: store.generation, keys: keys() });
    if (refusal !== null) return this.#refuse(pointer, refusal, refusals[refusal]);
    const { active } = store;
    if (active !== null && pointer.generation === active.generation) {
      if (pointer.sha256 === active.loaded.sha256) return this.#say(pointer, "live");
      return this.#refuse(pointer, "staleGeneration", "another bundle is live under this generation");
    }
    if (gzip.length > limits.bundleGzipBytesMax) return this.#refuse(pointer, "tooLarge", "the bundle is too large");
    this.#say(pointer, "downloaded");
    try {
      const loaded = await store.check(gzip, pointer.sha256);
      this.#say(pointer, "checked");
      await store.activate(loaded, gzip, pointer);
    } catch (error) {
      if (!(error instanceof BundleRefusedError)) throw error;
      return this.#refuse(pointer, error.code, error.message);
    }
    this.#say(pointer, "live");
  }

  #refuse(pointer: Pointer, code: string, message: string): void {
    this.#say(pointer, "refused", { code: code.slice(0, 64), message: message.slice(0, limits.textMax) });
  }

  #say(pointer: Pointer, step: Report["step"], reason: Report["reason"] = null): void {
    const { generation, sha256, number } = pointer;
    this.#report = { v: 1, generation, sha256, number, step, reason, at: this.#parts.nowMs() };
    const line = { generation, number, step, reason: reason?.code };
    if (step === "refused") this.#parts.log.warn(line, "rules");
    else this.#parts.log.info(line, "rules");
    this.#parts.onReport(this.#report);
  }
}
