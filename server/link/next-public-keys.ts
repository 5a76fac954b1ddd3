import { limits } from "#contracts/limits.ts";

/**
 * The public keys, comma-separated, that edges shall trust besides the one in use, while a signing key is replaced.
 * Throws in a sentence that says which one is none.
 */
export function readNextPublicKeys(text: string | undefined): string[] {
  const keys = (text ?? "").split(",").map((key) => key.trim());
  const named = keys.filter((key) => key !== "");
  const wrong = named.find((key) => !/^[0-9a-f]{64}$/.test(key));
  if (wrong !== undefined)
    throw new Error(`${variable}: "${wrong.slice(0, 70)}" is no public key, which has 64 digits of 0-9 and a-f`);
  if (named.length >= limits.keyListKeysMax)
    throw new Error(`${variable}: at most ${limits.keyListKeysMax - 1} keys, these are ${named.length}`);
  return named;
}

const variable = "LIFTGATE_NEXT_PUBLIC_KEYS";
