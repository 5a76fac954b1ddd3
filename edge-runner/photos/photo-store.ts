import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";

/** Photos as files, each under the SHA-256 of its bytes: whole or not there. */
export class PhotoStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** On disk when it resolves. */
  async write(sha256: string, content: Uint8Array): Promise<void> {
    const file = this.#file(sha256);
    const made = `${file}.${randomBytes(4).toString("hex")}`;
    await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    try {
      await fs.writeFile(made, content, { mode: 0o600, flush: true });
      await fs.rename(made, file);
    } catch (error) {
      await fs.rm(made, { force: true });
      throw error;
    }
  }

  /** null when it is gone, or no longer what it was. */
  async read(sha256: string): Promise<Buffer | null> {
    const content = await fs.readFile(this.#file(sha256)).catch(() => null);
    if (content === null || createHash("sha256").update(content).digest("hex") !== sha256) return null;
    return content;
  }

  async remove(sha256: string): Promise<void> {
    await fs.rm(this.#file(sha256), { force: true });
  }

  /** Deletes what a process before this one began and nobody knows. */
  async sweep(isKnown: (sha256: string) => boolean): Promise<void> {
    const folders = await fs.readdir(this.#folder).catch(() => []);
    for (const folder of folders) {
      const names = await fs.readdir(path.join(this.#folder, folder)).catch(() => []);
      for (const name of names) if (!isKnown(name)) await fs.rm(path.join(this.#folder, folder, name), { force: true });
    }
  }

  #file(sha256: string): string {
    return path.join(this.#folder, sha256.slice(0, 2), sha256);
  }
}
