import fs from "node:fs";

/** A log file that several lives of one program append to, of which only the present one is of interest. */
export class LifeLog {
  readonly #file: string;
  #from = 0;
  /** What the present life has said, once asked for; never asked for again. */
  readonly #said = new Set<string>();

  constructor(file: string) {
    this.#file = file;
  }

  /** A new life begins. */
  begin(): void {
    this.#from = fs.statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
    this.#said.clear();
  }

  lifeSays(words: string): boolean {
    if (this.#said.has(words)) return true;
    const text = this.#read();
    if (text.includes(words)) this.#said.add(words);
    return this.#said.has(words);
  }

  #read(): string {
    if (!fs.existsSync(this.#file)) return "";
    const file = fs.openSync(this.#file, "r");
    try {
      const bytes = Buffer.alloc(Math.max(0, fs.fstatSync(file).size - this.#from));
      return bytes.toString("utf8", 0, fs.readSync(file, bytes, 0, bytes.length, this.#from));
    } finally {
      fs.closeSync(file);
    }
  }
}
