import { describeProblem } from "./describe-problem.ts";
import { limits } from "./limits.ts";
import { MessageError } from "./messages.ts";
import { type Pointer, pointerSchema } from "./pointer.ts";
import { toBytes, toText } from "./text.ts";

/** What an edge should run, as one retained message: the pointer as a JSON line, then the bundle's bytes in gzip. */
export type DesiredRules = { readonly pointer: Pointer; readonly gzip: Uint8Array };

export function encodeDesiredRules({ pointer, gzip }: DesiredRules): Uint8Array {
  const head = toBytes(`${JSON.stringify(pointer)}\n`);
  const bytes = new Uint8Array(head.length + gzip.length);
  bytes.set(head);
  bytes.set(gzip, head.length);
  return bytes;
}

/** Throws {@link MessageError}. The gzip part is not opened here. */
export function decodeDesiredRules(bytes: Uint8Array): DesiredRules {
  if (bytes.length > limits.desiredBytesMax)
    throw new MessageError(`${bytes.length} bytes; at most ${limits.desiredBytesMax}`);
  const end = bytes.indexOf(10);
  if (end < 0) throw new MessageError("no pointer line");
  let value: unknown;
  try {
    value = JSON.parse(toText(bytes.subarray(0, end)));
  } catch (cause) {
    throw new MessageError(`the pointer line is not JSON: ${(cause as Error).message}`);
  }
  const parsed = pointerSchema.safeParse(value);
  if (!parsed.success) throw new MessageError(describeProblem(parsed.error));
  return { pointer: parsed.data, gzip: bytes.slice(end + 1) };
}
