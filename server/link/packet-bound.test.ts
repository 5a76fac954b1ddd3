import { expect, test } from "vitest";
import { PacketBound } from "./packet-bound.ts";

function packet(length: number): Buffer {
  const head = [0x30];
  let left = length;
  do {
    head.push((left & 127) | (left > 127 ? 128 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return Buffer.concat([Buffer.from(head), Buffer.alloc(length, 0xff)]);
}

test("admits packets up to the bound, however the bytes are cut", () => {
  const bytes = Buffer.concat([packet(0), packet(1), packet(127), packet(128), packet(1000), packet(0), packet(300)]);
  for (const size of [1, 2, 3, 7, 100, bytes.length]) {
    const bound = new PacketBound(1000);
    for (let at = 0; at < bytes.length; at += size) expect(bound.admits(bytes.subarray(at, at + size))).toBe(true);
  }
});

test("refuses a packet beyond the bound as soon as its length is known", () => {
  const bytes = packet(1001);
  const bound = new PacketBound(1000);
  expect(bound.admits(bytes.subarray(0, 2))).toBe(true);
  expect(bound.admits(bytes.subarray(2, 3))).toBe(false);
});

test("refuses a length that never ends", () => {
  expect(new PacketBound(1000).admits(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80]))).toBe(false);
});
