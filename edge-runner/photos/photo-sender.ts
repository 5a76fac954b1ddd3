import type { Logger } from "pino";
import * as z from "zod";
import { Backoff } from "../report/backoff.ts";
import type { Journal } from "../report/journal.ts";
import type { JournalReader, PhotoRow } from "../report/journal-reader.ts";
import type { PhotoDesk } from "./photo-desk.ts";
import { addUse, type MeteredUse, mayGo, type UplinkTerms } from "./photo-queue.ts";
import type { PhotoStore } from "./photo-store.ts";
import type { UploadOutcome } from "./upload-photo.ts";

export type PhotoSenderParts = {
  readonly journal: Pick<Journal, "change"> & { readonly read: Pick<JournalReader, "photosWhere" | "state"> };
  readonly store: Pick<PhotoStore, "read">;
  readonly desk: Pick<PhotoDesk, "done" | "lose">;
  readonly upload: (row: PhotoRow, content: Buffer, signal: AbortSignal) => Promise<UploadOutcome>;
  /** Is there room on the link beside the records? They go first. */
  readonly mayUpload: () => boolean;
  readonly uplink: () => UplinkTerms;
  readonly meteredBytesPerDay: () => number;
  readonly nowMs: () => number;
  readonly random: () => number;
  readonly log: Logger;
};

const lookAgainMs = 2_000;
const watchMs = 250;
const attemptsMax = 3;
const failure = { baseMs: 1_000, capMs: 5 * 60_000 };
const useSchema = z.object({ day: z.number(), bytes: z.number() });

/** Sends photos, one at a time: plates before scenes, cars that were held before others, and the newest first. */
export class PhotoSender {
  readonly #parts: PhotoSenderParts;
  readonly #backoff: Backoff;
  readonly #refusals = new Map<string, number>();
  #use: MeteredUse;
  #stop = new AbortController();
  #wake: () => void = () => undefined;
  /** Waits because there was nothing to send, not because the last try failed. */
  #isIdle = false;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: PhotoSenderParts) {
    this.#parts = parts;
    this.#backoff = new Backoff({ ...failure, random: () => 0.5 + parts.random() / 2 });
    this.#use = useSchema.safeParse(parts.journal.read.state("photoUse")).data ?? { day: 0, bytes: 0 };
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake();
    await this.#running;
  }

  /** There may be something to send. */
  kick(): void {
    if (this.#isIdle) this.#wake();
  }

  async #run(): Promise<void> {
    const { log } = this.#parts;
    while (!this.#stop.signal.aborted) {
      try {
        const next = this.#next();
        this.#isIdle = next === null;
        if (next === null) await this.#rest(lookAgainMs);
        else await this.#send(next);
      } catch (error) {
        log.error({ err: error }, "a photo could not be dealt with");
        await this.#rest(lookAgainMs);
      }
    }
  }

  #next(): PhotoRow | null {
    const { journal, uplink, mayUpload } = this.#parts;
    if (!mayUpload()) return null;
    const row = journal.read.photosWhere(uplink().isMetered ? "platesToSend" : "toSend", 1)[0] ?? null;
    return row !== null && this.#mayGo(row) ? row : null;
  }

  #mayGo(row: PhotoRow): boolean {
    const { uplink, nowMs, meteredBytesPerDay } = this.#parts;
    return mayGo(row, uplink(), this.#use, { nowMs: nowMs(), bytesPerDay: meteredBytesPerDay() });
  }

  async #send(row: PhotoRow): Promise<void> {
    const { store, desk, upload, log } = this.#parts;
    const { passage_id: passageId, kind, sha256 } = row;
    const content = await store.read(sha256);
    if (content === null) {
      desk.lose(row, "notWritten");
      await this.#rest(lookAgainMs);
      return;
    }
    const outcome = await this.#uploadWhile(
      () => this.#parts.mayUpload() && this.#mayGo(row),
      (signal) => upload(row, content, signal),
    );
    if (outcome.kind === "stored") {
      log.info({ passageId, kind, bytes: row.bytes }, "photo sent");
      this.#backoff.reset();
      await this.#noteUse(row.bytes);
      await desk.done(sha256);
    } else if (outcome.kind === "unwanted") {
      log.info({ passageId, kind }, "the cloud does not want a photo any more");
      await desk.done(sha256);
    } else if (outcome.kind === "refused" && this.#countRefusal(sha256) >= attemptsMax) {
      log.warn({ passageId, kind, reason: outcome.reason }, "the cloud refuses a photo");
      desk.lose(row, "refused");
      await this.#rest(lookAgainMs);
    } else {
      log.debug({ passageId, kind, reason: outcome.reason }, "a photo is sent again later");
      await this.#rest(this.#backoff.nextMs());
    }
  }

  /** Records that have to wait, or another uplink, stop an upload where it is; it goes on from there. */
  async #uploadWhile(
    may: () => boolean,
    work: (signal: AbortSignal) => Promise<UploadOutcome>,
  ): Promise<UploadOutcome> {
    const stop = new AbortController();
    const watch = setInterval(() => (this.#stop.signal.aborted || !may()) && stop.abort(), watchMs);
    const end = () => stop.abort();
    this.#stop.signal.addEventListener("abort", end);
    try {
      return await work(stop.signal);
    } finally {
      clearInterval(watch);
      this.#stop.signal.removeEventListener("abort", end);
    }
  }

  #countRefusal(sha256: string): number {
    const count = (this.#refusals.get(sha256) ?? 0) + 1;
    if (count >= attemptsMax) this.#refusals.delete(sha256);
    else this.#refusals.set(sha256, count);
    return count;
  }

  async #noteUse(bytes: number): Promise<void> {
    const { uplink, journal, nowMs } = this.#parts;
    if (!uplink().isMetered) return;
    this.#use = addUse(this.#use, bytes, nowMs());
    await journal.change([{ statement: "putState", values: ["photoUse", JSON.stringify(this.#use)] }]);
  }

  #rest(delayMs: number): Promise<void> {
    if (this.#stop.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake(), delayMs);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = () => undefined;
        resolve();
      };
    });
  }
}
