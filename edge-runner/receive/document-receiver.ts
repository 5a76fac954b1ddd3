import type { Logger } from "pino";
import { type DocumentHead, type DocumentMessage, decodeDocumentMessage, refuseDocument } from "#contracts/document.ts";
import { snapshotBlob, type Want } from "#contracts/document-request.ts";
import { limits } from "#contracts/limits.ts";
import { MessageError } from "#contracts/messages.ts";
import type { DocumentName } from "#contracts/names.ts";
import type { TrustedKeys } from "#contracts/signature.ts";
import type { DocumentStore } from "./document-store.ts";
import { BlobError, type BlobFetcher } from "./fetch-blob.ts";

export type DocumentReceiverParts = {
  readonly name: DocumentName;
  readonly edge: { readonly lotId: string };
  readonly store: Pick<DocumentStore, "state" | "delta" | "snapshot" | "confirm" | "isSound">;
  readonly fetcher: Pick<BlobFetcher, "fetch" | "forget">;
  readonly keys: () => TrustedKeys;
  readonly want: (want: Want) => boolean;
  /** A pointer that is to be followed. */
  readonly onPointer: (head: DocumentHead) => void;
  /** The cloud has said which version is the newest, and this edge has it. */
  readonly onConfirmed: (head: DocumentHead) => void;
  /** A message that could not be read, or that is not to be followed. */
  readonly onUnreadable?: () => void;
  readonly log: Logger;
  readonly timing?: { readonly askEveryMs?: number; readonly retryMs?: number };
};

const defaultAskEveryMs = 1_000;
const defaultRetryMs = 5_000;
const retryMaxMs = 60_000;
/** Deltas that were asked for so often and did not come are had as a snapshot. */
const asksMax = 3;

/**
 * Keeps one document as the cloud has it: deltas as they come, those that were lost asked for again, and a snapshot where
 * that is shorter or something does not add up. Whatever fails leaves what is here alone.
 */
export class DocumentReceiver {
  readonly #parts: DocumentReceiverParts;
  #work: Promise<void> = Promise.resolve();
  /** The newest that the cloud has spoken of. */
  #wanted: DocumentHead | null = null;
  /** A pointer whose key may become known. */
  #unsigned: Uint8Array | null = null;
  #refused: { code: string; head: DocumentHead } | null = null;
  #asks = 0;
  #retries = 0;
  #isDamaged = false;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(parts: DocumentReceiverParts) {
    this.#parts = parts;
  }

  /** Why this edge does not follow; null while it does. */
  get refused(): string | null {
    return this.#refused?.code ?? null;
  }

  /** A pointer or a delta. Resolves when it has been dealt with; never rejects. */
  receive(bytes: Uint8Array): Promise<void> {
    return this.#enqueue(() => this.#take(bytes));
  }

  /** Looks again at what was not signed by a key that was trusted then. */
  again(): Promise<void> {
    const bytes = this.#unsigned;
    return bytes === null ? Promise.resolve() : this.receive(bytes);
  }

  /** Reads the whole document, and has it anew should it not add up. */
  check(): Promise<void> {
    return this.#enqueue(async () => {
      const { name, store, log } = this.#parts;
      if (await store.isSound(name)) return;
      log.error({ document: name }, "a document on this disk does not add up");
      this.#isDamaged = true;
      await this.#follow();
    });
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(async () => {
      // many messages at once must not keep a lane waiting
      await new Promise(setImmediate);
      if (this.#isStopped) return;
      try {
        await work();
      } catch (error) {
        if (this.#isStopped) return;
        const { name, log } = this.#parts;
        const reason = (error as Error).message;
        if (error instanceof MessageError) {
          this.#parts.onUnreadable?.();
          log.warn({ document: name, reason }, "a document's message cannot be read");
        } else {
          log.warn({ document: name, reason }, "a document could not be followed, trying again");
          this.#later();
        }
      }
    });
    return this.#work;
  }

  async #take(bytes: Uint8Array): Promise<void> {
    const { name, edge, store, keys, log } = this.#parts;
    const message = decodeDocumentMessage(bytes, limits.desiredBytesMax);
    const { head } = message;
    if (head.document !== name) throw new MessageError(`a message about ${head.document}`);
    // a delta that comes twice is of every day, and not worth looking at its signature
    const current = store.state(name);
    const isPast = current?.generation === head.generation && head.version <= current.version;
    if (head.kind === "delta" && isPast) return;
    const refusal = refuseDocument(head, { ...edge, keys: keys(), current });
    if (refusal === "badSignature" && head.kind === "pointer") this.#unsigned = bytes;
    if (refusal !== null) {
      this.#parts.onUnreadable?.();
      log.warn({ document: name, kind: head.kind, refusal, version: head.version }, "a document's message is refused");
      return;
    }
    if (head.kind === "snapshot") throw new MessageError("a snapshot that nobody asked for");
    if (this.#wanted === null || isNewer(head, this.#wanted)) this.#wanted = head;
    if (head.kind === "pointer") this.#parts.onPointer(head);
    else await this.#takeDelta(message);
    await this.#follow();
  }

  async #takeDelta({ head, gzip }: DocumentMessage): Promise<void> {
    const { name, store } = this.#parts;
    const state = store.state(name);
    if (state === null || state.generation !== head.generation || state.version !== head.from || this.#isDamaged)
      return;
    const outcome = await store.delta(head, gzip);
    if (outcome.kind === "applied") this.#arrived(head);
    else if (outcome.code !== "wrongBase") this.#refuse(outcome.code, head);
  }

  /** One step towards the version that is wanted; what it asks for comes as a message of its own. */
  async #follow(): Promise<void> {
    const { name, store, onConfirmed } = this.#parts;
    const wanted = this.#wanted;
    if (wanted === null) return;
    const state = store.state(name);
    const isOther = state === null || state.generation !== wanted.generation;
    if (!isOther && !this.#isDamaged) {
      if (state.version > wanted.version) return;
      if (state.version === wanted.version) {
        if (state.root === wanted.root && state.count === wanted.count) {
          if (wanted.kind === "pointer" && (await store.confirm(wanted))) onConfirmed(wanted);
          this.#arrived(wanted);
          return;
        }
        this.#isDamaged = true;
      } else if (state.version >= wanted.deltasFrom && this.#asks < asksMax && !this.#isRefusedNow(wanted)) {
        this.#askDeltas(wanted, state.version);
        return;
      }
    }
    if (!this.#isRefusedNow(wanted)) await this.#haveSnapshot();
  }

  #askDeltas({ generation }: DocumentHead, from: number): void {
    if (this.#timer !== undefined) return; // asked a moment ago
    this.#asks++;
    this.#parts.want({ v: 1, kind: "deltas", document: this.#parts.name, generation, from });
    this.#after((this.#parts.timing?.askEveryMs ?? defaultAskEveryMs) * 2 ** (this.#asks - 1));
  }

  async #haveSnapshot(): Promise<void> {
    const { name, edge, store, fetcher, keys, log } = this.#parts;
    if (this.#timer !== undefined) return;
    const blob = snapshotBlob(name);
    let message: DocumentMessage;
    try {
      message = decodeDocumentMessage(await fetcher.fetch(blob), limits.blobBytesMax);
    } catch (error) {
      if (!(error instanceof BlobError || error instanceof MessageError)) throw error;
      log.warn({ document: name, reason: error.message }, "a snapshot cannot be had, trying again");
      fetcher.forget(blob);
      this.#later();
      return;
    }
    const { head, gzip } = message;
    const refusal = refuseDocument(head, { ...edge, keys: keys(), current: store.state(name) });
    if (refusal !== null || head.kind !== "snapshot" || head.document !== name) {
      log.warn({ document: name, refusal }, "a snapshot is refused");
      this.#later();
      return;
    }
    const outcome = await store.snapshot(head, gzip);
    if (outcome.kind === "refused") {
      this.#refuse(outcome.code, head);
      this.#later();
      return;
    }
    log.info({ document: name, version: head.version, entries: head.count }, "a snapshot is in");
    this.#isDamaged = false;
    this.#arrived(head);
    await this.#follow();
  }

  #arrived(head: DocumentHead): void {
    this.#asks = 0;
    this.#retries = 0;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#refused !== null && !isNewer(this.#refused.head, head)) this.#refused = null;
  }

  #refuse(code: string, head: DocumentHead): void {
    const { name, log } = this.#parts;
    if (code === "wrongRoot") this.#isDamaged = true;
    const { kind, version, forced } = head;
    log.error({ document: name, kind, version, forced, code }, "a document is not taken; what is here stays");
    this.#refused = { code, head };
  }

  /** What much of the lot would be turned away by is not tried again before a person has confirmed it. */
  #isRefusedNow(wanted: DocumentHead): boolean {
    if (this.#refused?.code !== "massChange") return false;
    const { head } = this.#refused;
    return wanted.generation === head.generation && wanted.forced <= head.forced && !(wanted.version > head.version);
  }

  #later(): void {
    const retryMs = this.#parts.timing?.retryMs ?? defaultRetryMs;
    this.#after(Math.min(retryMaxMs, retryMs * 2 ** Math.min(this.#retries++, 6)));
  }

  #after(delayMs: number): void {
    if (this.#timer !== undefined || this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#enqueue(() => this.#follow());
    }, delayMs);
  }
}

function isNewer(a: DocumentHead, b: DocumentHead): boolean {
  if (a.generation !== b.generation) return a.generation > b.generation;
  if (a.version !== b.version) return a.version > b.version;
  return a.forced > b.forced || a.at >= b.at;
}
