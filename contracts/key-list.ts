import * as z from "zod/mini";
import { joinFields } from "./digest.ts";
import { limits } from "./limits.ts";
import { keyIdSchema, signatureSchema } from "./names.ts";
import { isSignedBy, keyIdOf, type SigningKey, sign, type TrustedKeys } from "./signature.ts";

const publicKeySchema = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** The public keys that an edge shall trust from now on, signed by a key that it trusts already. `serial` only rises. */
export const keyListSchema = z.strictObject({
  v: z.literal(1),
  serial: z.int().check(z.gte(1)),
  publicKeys: z.array(publicKeySchema).check(z.minLength(1), z.maxLength(limits.keyListKeysMax)),
  keyId: keyIdSchema,
  signature: signatureSchema,
});
export type KeyList = z.infer<typeof keyListSchema>;

function signedBytes(serial: number, publicKeys: readonly string[], keyId: string): Uint8Array {
  return joinFields(["lg1-keys", serial, ...publicKeys, keyId]);
}

export function signKeyList(key: SigningKey, serial: number, publicKeys: readonly string[]): KeyList {
  const signature = sign(key, signedBytes(serial, publicKeys, key.keyId));
  return { v: 1, serial, publicKeys: [...publicKeys], keyId: key.keyId, signature };
}

/** The keys to trust after this list, or null when it is older than the one in force or not signed by a trusted key. */
export function acceptKeyList(list: KeyList, trusted: TrustedKeys, serial: number): TrustedKeys | null {
  if (list.serial <= serial) return null;
  if (!isSignedBy(trusted, list.keyId, list.signature, signedBytes(list.serial, list.publicKeys, list.keyId)))
    return null;
  return trustedKeys(list.publicKeys);
}

export function trustedKeys(publicKeys: readonly string[]): TrustedKeys {
  return new Map(publicKeys.map((key) => [keyIdOf(key), key]));
}
