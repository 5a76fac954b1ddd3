import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { photoUploadId } from "#contracts/photo.ts";

/** Which photo: content addresses are shared neither between lots nor between edges. */
export type PhotoPlace = { readonly lotId: string; readonly edgeId: string; readonly sha256: string };

const roomShareMin = 0.05;

/** Where photos lie: `LIFTGATE_PHOTO_DIR`, or `photos` in the data folder. All processes of the cloud share it. */
export function photoFolder(env: Readonly<Record<string, string | undefined>>): string {
  return path.resolve(env.LIFTGATE_PHOTO_DIR || path.join(env.LIFTGATE_DATA_DIR || ".data", "photos"));
}

/** Photos as files: a file under its final name is whole, checked and on disk. */
export class PhotoFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where uploads grow. On the same file system, so that a finished one moves at once. */
  get uploads(): string {
    return path.join(this.#folder, "uploads");
  }

  /** Makes the folders. Rejects while the disk is away. */
  async prepare(): Promise<void> {
    await fs.mkdir(this.uploads, { recursive: true, mode: 0o700 });
  }

  /** Everything else on this disk, the database perhaps among it, comes before photos. */
  async hasRoom(): Promise<boolean> {
    await this.prepare();
    const { blocks, bavail } = await fs.statfs(this.#folder);
    return blocks === 0 || bavail / blocks >= roomShareMin;
  }

  /** An upload as it stands; null when there is none. */
  async readUpload({ edgeId, sha256 }: PhotoPlace): Promise<Buffer | null> {
    return readOrNull(path.join(this.uploads, photoUploadId(edgeId, sha256)));
  }

  /** Gives a finished upload its final name. On disk when it resolves. */
  async publish(place: PhotoPlace): Promise<void> {
    const from = path.join(this.uploads, photoUploadId(place.edgeId, place.sha256));
    const file = this.#file(place);
    await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await flush(from);
    await fs.rename(from, file);
    await flush(path.dirname(file));
    await fs.rm(`${from}.json`, { force: true });
  }

  async removeUpload({ edgeId, sha256 }: Pick<PhotoPlace, "edgeId" | "sha256">): Promise<void> {
    const file = path.join(this.uploads, photoUploadId(edgeId, sha256));
    await fs.rm(file, { force: true });
    await fs.rm(`${file}.json`, { force: true });
  }

  /** The photo, if it is there and is what its name says; a disk that altered it shows nothing. */
  async read(place: PhotoPlace): Promise<Buffer | null> {
    const content = await readOrNull(this.#file(place));
    return content !== null && createHash("sha256").update(content).digest("hex") === place.sha256 ? content : null;
  }

  async remove(place: PhotoPlace): Promise<void> {
    await fs.rm(this.#file(place), { force: true });
  }

  /** Ids of uploads that nobody has gone on with for so long, and how many there are at all. */
  async oldUploads(olderThanMs: number): Promise<string[]> {
    const names = await fs.readdir(this.uploads).catch(() => []);
    const old: string[] = [];
    for (const name of names) {
      if (name.endsWith(".json")) continue;
      const stat = await fs.stat(path.join(this.uploads, name)).catch(() => null);
      if (stat !== null && Date.now() - stat.mtimeMs > olderThanMs) old.push(name);
    }
    return old;
  }

  async uploadsOf(edgeId: string): Promise<number> {
    const names = await fs.readdir(this.uploads).catch(() => []);
    return names.filter((name) => name.startsWith(`${edgeId}-`) && name.endsWith(".json")).length;
  }

  #file({ lotId, edgeId, sha256 }: PhotoPlace): string {
    return path.join(this.#folder, lotId, edgeId, sha256.slice(0, 2), sha256);
  }
}

async function readOrNull(file: string): Promise<Buffer | null> {
  try {
    return await fs.readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

async function flush(file: string): Promise<void> {
  const handle = await fs.open(file, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
