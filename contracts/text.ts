import { utf8ToBytes } from "@noble/hashes/utils.js";

// Every runtime Liftgate runs on has TextDecoder; this room's compiler knows no runtime, so it is declared here.
declare const TextDecoder: new (label: "utf-8", options: { fatal: boolean }) => { decode(bytes: Uint8Array): string };

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Bytes of a text in UTF-8. */
export function toBytes(text: string): Uint8Array {
  return utf8ToBytes(text);
}

/** Text of UTF-8 bytes. Throws a TypeError when the bytes are not valid UTF-8. */
export function toText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
