import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { digestHex } from "./digest.ts";

/** An Ed25519 key that signs documents for edges; `secret` is the 32-byte seed. */
export type SigningKey = { readonly keyId: string; readonly publicKey: string; readonly secret: Uint8Array };

/** Public keys that an edge trusts, by key id; values are 64 hex digits. */
export type TrustedKeys = ReadonlyMap<string, string>;

/** Makes a signing key from its 32-byte seed; its id is the first 16 hex digits of the SHA-256 of the public key. */
export function signingKey(secret: Uint8Array): SigningKey {
  const publicKey = ed25519.getPublicKey(secret);
  return { keyId: keyIdOf(bytesToHex(publicKey)), publicKey: bytesToHex(publicKey), secret };
}

/** The id of a public key given as 64 hex digits. */
export function keyIdOf(publicKey: string): string {
  return digestHex(hexToBytes(publicKey)).slice(0, 16);
}

/** Signature over bytes as 128 hex digits. */
export function sign(key: SigningKey, bytes: Uint8Array): string {
  return bytesToHex(ed25519.sign(bytes, key.secret));
}

/** Was this signed by the named key, and is that key trusted? Never throws: a malformed signature is simply not valid. */
export function isSignedBy(keys: TrustedKeys, keyId: string, signature: string, bytes: Uint8Array): boolean {
  const publicKey = keys.get(keyId);
  if (publicKey === undefined || !/^[0-9a-f]{128}$/.test(signature)) return false;
  try {
    return ed25519.verify(hexToBytes(signature), bytes, hexToBytes(publicKey));
  } catch {
    return false; // a point that is not on the curve is a wrong signature, not a failure of ours
  }
}
