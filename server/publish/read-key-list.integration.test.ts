import { randomBytes } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { acceptKeyList, trustedKeys } from "#contracts/key-list.ts";
import { signingKey } from "#contracts/signature.ts";
import { openDb } from "#prisma/db.ts";
import { readKeyList } from "./read-key-list.ts";

const db = openDb(process.env.DATABASE_URL!);
afterAll(() => db.$disconnect());

test("a key is replaced in two lists, each of which an edge that trusts the one before accepts", async () => {
  const [old, next] = [signingKey(new Uint8Array(randomBytes(32))), signingKey(new Uint8Array(randomBytes(32)))];
  const first = await readKeyList(db, old);
  expect(first).toMatchObject({ serial: 1, publicKeys: [old.publicKey] });
  expect(await readKeyList(db, old)).toEqual(first);

  const both = await readKeyList(db, old, [next.publicKey]);
  expect(both).toMatchObject({ serial: 2, keyId: old.keyId });
  const trusted = acceptKeyList(both, trustedKeys([old.publicKey]), 1)!;
  expect([...trusted.values()].sort()).toEqual([old.publicKey, next.publicKey].sort());

  const last = await readKeyList(db, next);
  expect(last).toMatchObject({ serial: 3, keyId: next.keyId, publicKeys: [next.publicKey] });
  expect(acceptKeyList(last, trusted, 2)).toEqual(trustedKeys([next.publicKey]));
  expect(acceptKeyList(last, trustedKeys([old.publicKey]), 1)).toBeNull();
});

test("processes that ask at once agree on the serial", async () => {
  const key = signingKey(new Uint8Array(randomBytes(32)));
  const lists = await Promise.all([1, 2, 3, 4].map(() => readKeyList(db, key)));
  expect(new Set(lists.map((list) => list.serial)).size).toBe(1);
});
