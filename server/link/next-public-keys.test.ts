import { expect, test } from "vitest";
import { readNextPublicKeys } from "./next-public-keys.ts";

const [one, other] = ["0a".repeat(32), "f1".repeat(32)];

test("reads keys between commas, and none where nothing is set", () => {
  expect(readNextPublicKeys(`${one}, ${other}\n`)).toEqual([one, other]);
  expect(readNextPublicKeys(undefined)).toEqual([]);
  expect(readNextPublicKeys("")).toEqual([]);
});

test.each([
  ["a key that is too short", `${one},${other.slice(1)}`, /"1f1f.*" is no public key/],
  ["a key in capitals", one.toUpperCase(), /"0A0A.*" is no public key/],
  ["a seed in base64", Buffer.alloc(32).toString("base64"), /"AAAA.*" is no public key/],
  ["more keys than a list holds", Array(16).fill(one).join(), /at most 15 keys, these are 16/],
])("refuses %s", (_name, text, words) => {
  expect(() => readNextPublicKeys(text)).toThrow(words);
});
