import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes } from "@noble/hashes/utils.js";
import { toBytes } from "./text.ts";

/** SHA-256 of bytes as 64 lower-case hex digits. */
export type Digest = (bytes: Uint8Array) => string;

/** SHA-256 of bytes as 64 lower-case hex digits: the form of every digest on the wire. */
export function digestHex(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/**
 * The bytes of several fields with a zero byte between them, for hashing and signing.
 * Unambiguous because no field of the protocol may contain a zero byte; one that does is refused.
 */
export function joinFields(fields: readonly (string | number)[], tail: readonly Uint8Array[] = []): Uint8Array {
  let text = "";
  for (const field of fields) text += `${field}\0`;
  if (text.split("\0").length !== fields.length + 1) throw new Error("a hashed field contains a zero byte");
  return concatBytes(toBytes(text), ...tail);
}
