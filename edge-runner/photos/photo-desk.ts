import type { Logger } from "pino";
import type { Trouble } from "#contracts/local-record.ts";
import type { PhotoKind, PhotoLoss, PhotoRef } from "#contracts/photo.ts";
import type { Journal } from "../report/journal.ts";
import type { DiskStep } from "../report/journal-disk.ts";
import type { JournalReader, PhotoRow } from "../report/journal-reader.ts";
import type { JournalChange } from "../report/journal-schema.ts";
import type { CameraPhoto } from "./camera-photo.ts";
import type { PhotoStore } from "./photo-store.ts";

type PhotoJournal = Pick<Journal, "change" | "disk"> & {
  readonly read: Pick<JournalReader, "photosWhere" | "photoBytes" | "cleanPhotoBytes" | "isPhotoNamed">;
};

export type PhotoDeskParts = {
  readonly journal: PhotoJournal;
  readonly store: Pick<PhotoStore, "write" | "remove" | "sweep">;
  /** How much of the disk photos may take. */
  readonly bytesMax: () => number;
  /** Tells the cloud of trouble together with other changes, in one transaction; resolves when that is on disk. */
  readonly onTrouble: (trouble: Trouble, changes: readonly JournalChange[]) => Promise<void>;
  /** A photo is on disk and can be sent. */
  readonly onStored: () => void;
  readonly log: Logger;
};

/** Photos of one passage as its record names them, and what goes with the record. */
export type TakenPhotos = {
  readonly refs: readonly PhotoRef[];
  readonly changes: readonly JournalChange[];
  /** Writes them to disk, after the record has been made; nobody waits for it. */
  readonly keep: () => void;
};

const tickMs = 1_000;
const droppedAtOnceMax = 100;
/** Photos that wait in memory for the disk. */
const writingBytesMax = 48 * 1024 * 1024;

/** What a disk of this step still takes: nothing, what is out of the ordinary, that and plates, or all. */
const takes: Readonly<Record<DiskStep, (kind: PhotoKind, isKept: boolean) => boolean>> = {
  ok: () => true,
  watch: () => true,
  low: (kind, isKept) => isKept || kind === "plate",
  critical: (_kind, isKept) => isKept,
  full: () => false,
};

/**
 * Takes photos in: a record names them, then they are written to disk, then they wait to be sent. When room is short,
 * scenes of ordinary passages go first and their plates next; those of a car that was held, refused or did not pass stay.
 */
export class PhotoDesk {
  readonly #parts: PhotoDeskParts;
  #bytes = 0;
  #cleanBytes = 0;
  #writingBytes = 0;
  readonly #writing = new Set<Promise<void>>();
  #lost: { row: Pick<PhotoRow, "passage_id" | "kind" | "sha256">; why: PhotoLoss }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<unknown> = Promise.resolve();

  constructor(parts: PhotoDeskParts) {
    this.#parts = parts;
    this.#count();
  }

  /** Takes up what a process before this one left: what it named and did not write is lost. Before any car is seen. */
  async start(): Promise<void> {
    const { journal, store, log } = this.#parts;
    for (const row of journal.read.photosWhere("unstored")) this.#lose(row, "notWritten");
    try {
      await store.sweep((sha256) => journal.read.isPhotoNamed(sha256));
    } catch (error) {
      log.warn({ reason: (error as Error).message }, "old photos could not be swept up");
    }
    this.#timer = setInterval(() => this.#tick(), tickMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#writing);
    await this.#working;
    await this.#tellLost();
  }

  /** `isKept`: the passage is out of the ordinary, and somebody may want to look. */
  take(passageId: string, photos: readonly CameraPhoto[], isKept: boolean, at: number): TakenPhotos {
    const { journal } = this.#parts;
    const bytesMax = this.#parts.bytesMax();
    const taken: CameraPhoto[] = [];
    const refs: PhotoRef[] = [];
    let bytes = 0;
    for (const photo of photos) {
      const { content: _, ...ref } = photo;
      // what is over the bound is made room for by giving up older ordinary ones, as long as there are some
      const hasRoom = this.#bytes - this.#cleanBytes + bytes + photo.bytes <= bytesMax;
      const isWritable = this.#writingBytes + bytes + photo.bytes <= writingBytesMax;
      if (takes[journal.disk.step](photo.kind, isKept) && hasRoom && isWritable) {
        bytes += photo.bytes;
        taken.push(photo);
        refs.push(ref);
      } else refs.push({ ...ref, lost: "diskPressure" });
    }
    const changes = taken.map(({ kind, sha256, bytes, mediaType }): JournalChange => {
      return { statement: "addPhoto", values: [passageId, kind, sha256, bytes, mediaType, isKept ? 1 : 0, at] };
    });
    const keep = () => {
      this.#bytes += bytes;
      if (!isKept) this.#cleanBytes += bytes;
      this.#writingBytes += bytes;
      for (const photo of taken) {
        const written = this.#write(passageId, photo).finally(() => this.#writing.delete(written));
        this.#writing.add(written);
      }
    };
    return { refs, changes, keep };
  }

  /** The cloud has it, or has said that it does not want it: no copy is needed here. */
  async done(sha256: string): Promise<void> {
    await this.#parts.journal.change([{ statement: "dropPhotosOf", values: [sha256] }]);
    await this.#remove(sha256);
  }

  /** The photo cannot be had any more, or nobody will ever take it. */
  lose(row: PhotoRow, why: PhotoLoss): void {
    this.#lose(row, why);
  }

  async #write(passageId: string, { kind, sha256, bytes, content }: CameraPhoto): Promise<void> {
    const { store, journal, onStored, log } = this.#parts;
    try {
      await store.write(sha256, content);
      await journal.change([{ statement: "photoStored", values: [passageId, kind] }]);
      onStored();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      log.warn({ passageId, kind, reason: message }, "a photo could not be written");
      this.#lose({ passage_id: passageId, kind, sha256 }, code === "ENOSPC" ? "diskPressure" : "notWritten");
    } finally {
      this.#writingBytes -= bytes;
    }
  }

  #tick(): void {
    const { journal } = this.#parts;
    const bytesMax = this.#parts.bytesMax();
    const { step } = journal.disk;
    const isTight = step === "low" || step === "critical" || step === "full";
    if (isTight || this.#bytes > bytesMax) {
      this.#count();
      const isOver = this.#bytes > bytesMax;
      const scenes = isTight || isOver ? journal.read.photosWhere("cleanScenes", droppedAtOnceMax) : [];
      const mayPlates = scenes.length === 0 && (isOver || step === "critical" || step === "full");
      const going = mayPlates ? journal.read.photosWhere("cleanPlates", droppedAtOnceMax) : scenes;
      let surplus = isTight ? Number.POSITIVE_INFINITY : this.#bytes - bytesMax;
      for (const row of going) {
        if (surplus <= 0) break;
        surplus -= row.bytes;
        this.#lose(row, "diskPressure");
      }
    }
    this.#then(() => this.#tellLost());
  }

  #lose(row: Pick<PhotoRow, "passage_id" | "kind" | "sha256">, why: PhotoLoss): void {
    const isKnown = this.#lost.some((one) => one.row.passage_id === row.passage_id && one.row.kind === row.kind);
    if (!isKnown) this.#lost.push({ row, why });
  }

  /** One record for many: the loss and the rows that go with it are one transaction, the files follow. */
  async #tellLost(): Promise<void> {
    const { onTrouble, log } = this.#parts;
    for (const why of ["diskPressure", "notWritten", "refused"] as const) {
      const rows = this.#lost.filter((one) => one.why === why).map(({ row }) => row);
      for (let at = 0; at < rows.length; at += droppedAtOnceMax) {
        const some = rows.slice(at, at + droppedAtOnceMax);
        const photos = some.map(({ passage_id, kind }) => ({ passageId: passage_id, kind }));
        const changes = some.map(({ passage_id, kind }): JournalChange => {
          return { statement: "dropPhoto", values: [passage_id, kind] };
        });
        await onTrouble({ what: "photosLost", why, photos }, changes);
        this.#lost = this.#lost.filter(({ row }) => !some.includes(row));
        log.warn({ why, photos: photos.length }, "photos given up");
        for (const { sha256 } of some) await this.#remove(sha256);
      }
    }
  }

  async #remove(sha256: string): Promise<void> {
    const { journal, store } = this.#parts;
    if (!journal.read.isPhotoNamed(sha256)) await store.remove(sha256);
    this.#count();
  }

  #count(): void {
    const { read } = this.#parts.journal;
    this.#bytes = read.photoBytes();
    this.#cleanBytes = read.cleanPhotoBytes();
  }

  /** One thing after the other, so that a stop can wait for all of it. */
  #then(work: () => Promise<void>): void {
    this.#working = this.#working.then(work).catch((error: Error) => {
      this.#parts.log.error({ err: error }, "photos could not be looked after");
    });
  }
}
