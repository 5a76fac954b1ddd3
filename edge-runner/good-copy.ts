import fs from "node:fs";
import path from "node:path";

const nameOf = (file: string) => `${file}.good`;

/** Keeps the text of a file that has proven good beside it, so that it outlives what a power cut may do to the file. */
export function keepGoodCopy(file: string, text: string): void {
  if (readGoodCopy(file) === text) return;
  const made = `${nameOf(file)}.${process.pid}`;
  try {
    fs.writeFileSync(made, text, { mode: 0o600, flush: true });
    fs.renameSync(made, nameOf(file));
    const folder = fs.openSync(path.dirname(file), "r");
    fs.fsyncSync(folder);
    fs.closeSync(folder);
  } catch {
    fs.rmSync(made, { force: true }); // no room, or not ours to write: the file itself is good
  }
}

/** The text that was good last; null when none has been kept. */
export function readGoodCopy(file: string): string | null {
  try {
    return fs.readFileSync(nameOf(file), "utf8");
  } catch {
    return null;
  }
}
