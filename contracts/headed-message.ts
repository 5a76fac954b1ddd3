import type * as z from "zod/mini";
import { describeProblem } from "./describe-problem.ts";
import { MessageError } from "./messages.ts";
import { toBytes, toText } from "./text.ts";

/** A message of two parts: a JSON line that says what it is, then bytes that it speaks of. */
export function encodeHeaded(head: object, tail: Uint8Array): Uint8Array {
  const line = toBytes(`${JSON.stringify(head)}\n`);
  const bytes = new Uint8Array(line.length + tail.length);
  bytes.set(line);
  bytes.set(tail, line.length);
  return bytes;
}

/** Takes such a message apart. Throws {@link MessageError}; the second part is not looked at. */
export function decodeHeaded<T>(schema: z.ZodMiniType<T>, bytes: Uint8Array, bytesMax: number) {
  if (bytes.length > bytesMax) throw new MessageError(`${bytes.length} bytes; at most ${bytesMax}`);
  const end = bytes.indexOf(10);
  if (end < 0) throw new MessageError("no pointer line");
  let value: unknown;
  try {
    value = JSON.parse(toText(bytes.subarray(0, end)));
  } catch (cause) {
    throw new MessageError(`the pointer line is not JSON: ${(cause as Error).message}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new MessageError(describeProblem(parsed.error));
  return { head: parsed.data, tail: bytes.slice(end + 1) };
}
