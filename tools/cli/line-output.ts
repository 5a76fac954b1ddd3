import { once } from "node:events";

/** Writes a value as one line of JSON; waits while the reader is slow. */
export async function writeLine(value: unknown): Promise<void> {
  await writeOut(`${JSON.stringify(value)}\n`);
}

export async function writeOut(content: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(content)) await once(process.stdout, "drain");
}

/** A reader that has seen enough (`| head`) is no error. */
export function endQuietlyWhenUnread(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
}

/** The line that stands for an input line that could not be answered. */
export function errorLine(code: string, path: ReadonlyArray<string | number>, message: string): object {
  return { error: { code, path, message } };
}
