import fs from "node:fs";
import { createInterface } from "node:readline";
import { buffer } from "node:stream/consumers";
import type * as z from "zod";
import { BadInputError } from "./bad-input-error.ts";

/** The bytes of a file, or of standard input for `-`. */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return file === "-" ? await buffer(process.stdin) : fs.readFileSync(file);
  } catch (cause) {
    throw new BadInputError([`cannot read ${file}: ${(cause as Error).message}`], { cause });
  }
}

/** A JSON file of the given shape. */
export async function readJson<Value>(file: string, schema: z.ZodType<Value>): Promise<Value> {
  const text = new TextDecoder().decode(await readBytes(file));
  const parsed = schema.safeParse(parseJson(text, file));
  if (parsed.success) return parsed.data;
  const words = parsed.error.issues.map(({ path, message }) => `${file}: ${path.join(".") || "(file)"}: ${message}`);
  throw new BadInputError(words);
}

/** The lines of a file, or of standard input for `-`. The end of the last line is no line of its own. */
export async function* readLines(file: string): AsyncGenerator<string> {
  const input = file === "-" ? process.stdin : openFile(file);
  yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}

/** Opened before it is read: the line reader would let an error of its stream end the program. */
function openFile(file: string): fs.ReadStream {
  try {
    if (fs.statSync(file).isDirectory()) throw new Error("it is a folder");
    return fs.createReadStream(file, { fd: fs.openSync(file, "r") });
  } catch (cause) {
    throw new BadInputError([`cannot read ${file}: ${(cause as Error).message}`], { cause });
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BadInputError([`${file} is not JSON: ${(cause as Error).message}`], { cause });
  }
}
