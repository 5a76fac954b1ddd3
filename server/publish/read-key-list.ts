import { type KeyList, keyListSchema, signKeyList } from "#contracts/key-list.ts";
import type { SigningKey } from "#contracts/signature.ts";
import type { Db } from "#prisma/db.ts";

/**
 * The signed list of public keys that every edge is to trust: the key in use and those named besides. A list that is
 * not the newest stored one becomes the next serial, so a key is replaced in two steps: name the new public key
 * besides, wait until every edge has the list, then sign with the new key.
 */
export async function readKeyList(db: Db, key: SigningKey, alsoTrusted: readonly string[] = []): Promise<KeyList> {
  const publicKeys = [...new Set([key.publicKey, ...alsoTrusted])].sort();
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE signed_key_list IN SHARE ROW EXCLUSIVE MODE`; // one process makes the next serial
    const newest = await tx.signedKeyList.findFirst({ orderBy: { serial: "desc" } });
    const current = newest && keyListSchema.parse(newest.document);
    if (current && current.publicKeys.join() === publicKeys.join()) return current;
    const document = signKeyList(key, (current?.serial ?? 0) + 1, publicKeys);
    await tx.signedKeyList.create({ data: { serial: document.serial, document } });
    return document;
  });
}
