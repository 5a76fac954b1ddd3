import fs from "node:fs";

/** A file of JSON lines that survives a power cut: each line is on disk before `add` returns. */
export class DurableLog {
  readonly #handle: number;

  constructor(file: string) {
    this.#handle = fs.openSync(file, "a");
  }

  add(line: Readonly<Record<string, unknown>>): void {
    fs.writeSync(this.#handle, `${JSON.stringify(line)}\n`);
    fs.fsyncSync(this.#handle);
  }
}
