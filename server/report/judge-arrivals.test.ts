import { expect, test } from "vitest";
import { limits } from "#contracts/limits.ts";
import { nothingHeld } from "#contracts/ranges.ts";
import { epochOpenHash, type RecordFrame, sealRecord } from "#contracts/record.ts";
import { toBytes } from "#contracts/text.ts";
import { judgeArrivals, type Link, linksNeeded } from "./judge-arrivals.ts";

const edgeId = "edge0001";
const epoch = "0123456789abcdef";
const open = { previousEpoch: null, previousN: 0, previousHash: null, reason: "created" } as const;
const openHash = epochOpenHash(edgeId, "p", epoch, open);

function chain(length: number, word = "x"): RecordFrame[] {
  const frames: RecordFrame[] = [];
  for (let n = 1; n <= length; n += 1) {
    const previousHash = frames.at(-1)?.hash ?? openHash;
    frames.push(
      sealRecord(edgeId, { stream: "p", epoch, n, previousHash }, toBytes(`{"${word}":${n}}`), toBytes("{}")),
    );
  }
  return frames;
}

const frames = chain(600);
const frame = (n: number) => frames[n - 1]!;
const arrive = (...serials: number[]) => serials.map((n) => ({ frame: frame(n) }));
const linksOf = (...serials: number[]) => new Map<number, Link>(serials.map((n) => [n, frame(n)]));
const serials = (arrivals: readonly { frame: RecordFrame }[]) => arrivals.map((arrival) => arrival.frame.n);

test("accepts in any order, and moves the mark over what becomes whole", () => {
  const first = judgeArrivals({ held: nothingHeld, openHash, links: new Map() }, arrive(5, 3, 2));
  expect(serials(first.accepted)).toEqual([2, 3, 5]);
  expect(first.held).toEqual({
    mark: 0,
    have: [
      [2, 3],
      [5, 5],
    ],
  });
  const second = judgeArrivals({ held: first.held, openHash, links: linksOf(2, 3, 5) }, arrive(4, 1));
  expect(second.held).toEqual({ mark: 5, have: [] });
});

test("asks only for links that the chain needs", () => {
  const held = { mark: 10, have: [[15, 20]] as const };
  expect(linksNeeded(held, [11])).toEqual([10]);
  expect(linksNeeded(held, [14, 21]).sort()).toEqual([15, 20]);
  expect(linksNeeded(held, [3, 16]).sort()).toEqual([16, 3]);
  expect(linksNeeded(held, [12])).toEqual([]);
  expect(linksNeeded(nothingHeld, [1, 2])).toEqual([]);
});

test("the same record again is a duplicate, another one under its serial a fork", () => {
  const side = { held: { mark: 3, have: [] }, openHash, links: linksOf(1, 2, 3) };
  const verdict = judgeArrivals(side, [...arrive(2), { frame: chain(3, "other")[2]! }]);
  expect(serials(verdict.duplicates)).toEqual([2]);
  expect(verdict.refused.map(({ arrival, why }) => [arrival.frame.n, why])).toEqual([[3, "fork"]]);
  expect(verdict.held).toEqual(side.held);
});

test("two records under one serial in one batch: the first stays, the other is a fork", () => {
  const other = sealRecord(edgeId, { stream: "p", epoch, n: 1, previousHash: openHash }, toBytes('"o"'), toBytes(""));
  const verdict = judgeArrivals({ held: nothingHeld, openHash, links: new Map() }, [
    ...arrive(1),
    { frame: other },
    ...arrive(1),
  ]);
  expect(serials(verdict.accepted)).toEqual([1]);
  expect(serials(verdict.duplicates)).toEqual([1]);
  expect(verdict.refused).toHaveLength(1);
});

test("a record must follow its neighbours and the opening statement", () => {
  const foreign = chain(4, "other");
  const side = { held: { mark: 1, have: [[4, 4]] as const }, openHash, links: linksOf(1, 4) };
  const verdict = judgeArrivals(side, [{ frame: foreign[1]! }, { frame: foreign[2]! }]);
  expect(verdict.refused.map(({ why }) => why)).toEqual(["brokenChain", "brokenChain"]);
  const start = judgeArrivals({ held: nothingHeld, openHash: "0".repeat(64), links: new Map() }, arrive(1));
  expect(start.refused.map(({ why }) => why)).toEqual(["brokenChain"]);
});

test("never holds more islands than an acknowledgement can name", () => {
  const odd = Array.from({ length: limits.rangesMax + 20 }, (_, index) => 2 * index + 3);
  const verdict = judgeArrivals({ held: nothingHeld, openHash, links: new Map() }, arrive(...odd));
  expect(verdict.held.have).toHaveLength(limits.rangesMax);
  expect(verdict.deferred).toHaveLength(20);
  const links = linksOf(...serials(verdict.accepted));
  const later = judgeArrivals({ held: verdict.held, openHash, links }, arrive(1, 2, ...serials(verdict.deferred)));
  expect(later.held.mark).toBe(3);
});
