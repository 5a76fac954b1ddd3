import fc from "fast-check";
import { expect, test } from "vitest";
import {
  batchPath,
  canBeLean,
  decodeLeanBatch,
  encodeFullBatch,
  encodeLeanBatch,
  parseBatchPath,
  splitFullBatch,
} from "./batch.ts";
import { decodeRecord, epochOpenHash, type RecordFrame, sealRecord } from "./record.ts";
import { toBytes } from "./text.ts";

const edgeId = "edge0001";
const epoch = "0123456789abcdef";
const open = { previousEpoch: null, previousN: 0, previousHash: null, reason: "created" } as const;

function chain(bodies: readonly string[], personal: (n: number) => string): RecordFrame[] {
  const frames: RecordFrame[] = [];
  for (const [index, body] of bodies.entries()) {
    const n = index + 1;
    const previousHash = frames.at(-1)?.hash ?? epochOpenHash(edgeId, "p", epoch, open);
    frames.push(sealRecord(edgeId, { stream: "p", epoch, n, previousHash }, toBytes(body), toBytes(personal(n))));
  }
  return frames;
}

const headOf = (frames: readonly RecordFrame[]) => ({
  stream: "p" as const,
  epoch,
  first: frames[0]!.n,
  last: frames.at(-1)!.n,
  previousHash: frames[0]!.previousHash,
  hash: frames.at(-1)!.hash,
});
const lines = fc.array(
  fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => !text.includes("\n")),
  {
    minLength: 1,
    maxLength: 20,
  },
);

test("a lean batch gives back every record with its hash, personal parts empty or not", () => {
  fc.assert(
    fc.property(lines, fc.nat(), (bodies, skip) => {
      const frames = chain(bodies, (n) => (n % 2 === 0 ? "" : `{"salt":${n}}`)).slice(skip % bodies.length);
      expect(canBeLean(frames)).toBe(true);
      expect(decodeLeanBatch(edgeId, headOf(frames), encodeLeanBatch(frames))).toEqual(frames);
    }),
  );
});

test("one altered byte, and the chain of a lean batch does not end where it says", () => {
  const frames = chain(["one", "two", "three"], () => "{}");
  const bytes = encodeLeanBatch(frames);
  for (let at = 0; at < bytes.length; at++) {
    const altered = bytes.slice();
    altered[at]! ^= 1;
    expect(() => decodeLeanBatch(edgeId, headOf(frames), altered)).toThrow();
  }
  expect(() => decodeLeanBatch("edge0002", headOf(frames), bytes)).toThrow("does not end in its hash");
  expect(() => decodeLeanBatch(edgeId, { ...headOf(frames), last: 4 }, bytes)).toThrow("6 lines for 4 records");
  expect(() => decodeLeanBatch(edgeId, headOf(frames), bytes.subarray(0, -1))).toThrow("has no end");
});

test("a full batch gives back every record on its own, an erased one too", () => {
  const [one, two, three] = chain(["one", "two", "three"], () => "{}") as [RecordFrame, RecordFrame, RecordFrame];
  const frames = [one, { ...two, personal: null }, { ...three, body: null, personal: null }];
  expect(canBeLean(frames)).toBe(false);
  const payloads = splitFullBatch(encodeFullBatch(frames));
  expect(payloads.map((payload) => decodeRecord(edgeId, payload))).toEqual(frames);
  expect(() => splitFullBatch(toBytes("a\nb\n"))).toThrow("2 lines");
});

test("a path names an edge, a stream and an epoch, or nothing", () => {
  expect(parseBatchPath(batchPath(edgeId, "p", epoch))).toEqual({ edgeId, stream: "p", epoch });
  for (const path of [
    "",
    "/edge/v1/EDGE/streams/p/0/batch",
    `/edge/v1/${edgeId}/streams/z/${epoch}/batch`,
    "/../batch",
  ])
    expect(parseBatchPath(path)).toBeNull();
});
