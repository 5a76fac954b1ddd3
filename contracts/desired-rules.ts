import { decodeHeaded, encodeHeaded } from "./headed-message.ts";
import { limits } from "./limits.ts";
import { type Pointer, pointerSchema } from "./pointer.ts";

/** What an edge should run, as one retained message: the pointer as a JSON line, then the bundle's bytes in gzip. */
export type DesiredRules = { readonly pointer: Pointer; readonly gzip: Uint8Array };

export function encodeDesiredRules({ pointer, gzip }: DesiredRules): Uint8Array {
  return encodeHeaded(pointer, gzip);
}

/** Throws `MessageError`. The gzip part is not opened here. */
export function decodeDesiredRules(bytes: Uint8Array): DesiredRules {
  const { head, tail } = decodeHeaded(pointerSchema, bytes, limits.desiredBytesMax);
  return { pointer: head, gzip: tail };
}
