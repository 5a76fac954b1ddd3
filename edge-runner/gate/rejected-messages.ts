import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";

const filesMax = 50;
const bytesMax = 512 * 1024;

/** Keeps the last camera messages that could not be read, for the person who has to find out why. */
export class RejectedMessages {
  readonly #folder: string;
  #work: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Keeps the beginning of a message; the oldest ones give way. Resolves to the file's name. */
  keep(cameraId: string, why: string, contentType: string | undefined, body: Buffer): Promise<string> {
    const name = `${new Date().toISOString().replaceAll(":", "-")}-${cameraId}-${randomBytes(3).toString("hex")}`;
    const head = Buffer.from(`${why}\nContent-Type: ${contentType ?? ""}\nbytes: ${body.length}\n\n`);
    const kept = this.#work.then(async () => {
      await fs.mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const bytes = Buffer.concat([head, body.subarray(0, bytesMax)]);
      await fs.writeFile(path.join(this.#folder, name), bytes, { mode: 0o600 });
      const names = (await fs.readdir(this.#folder)).sort();
      for (const old of names.slice(0, Math.max(0, names.length - filesMax)))
        await fs.rm(path.join(this.#folder, old), { force: true });
    });
    this.#work = kept.catch(() => undefined); // the caller hears of it; the next message is kept all the same
    return kept.then(() => name);
  }
}
