import fc from "fast-check";
import { expect, it } from "vitest";
import { TimeSync } from "./time-sync.ts";

const offsetMs = 1_000_000;
const answer = (sentAt: number, wayThereMs: number, thinkMs: number) => {
  const receivedAt = Math.round(sentAt + wayThereMs + offsetMs);
  return { v: 1 as const, sentAt, receivedAt, answeredAt: receivedAt + thinkMs };
};

it("asks ten times, then leaves it at that until the next round", () => {
  const sync = new TimeSync();
  sync.begin(0);
  let asked = 0;
  for (let now = 0; now < 60_000; now += 50) if (sync.isDue(now)) asked++;
  expect(asked).toBe(10);
  sync.begin(60_000);
  expect(sync.isDue(60_000)).toBe(true);
  sync.end();
  expect(sync.isDue(70_000)).toBe(false);
});

it("believes the exchange with the shortest round trip", () => {
  const sync = new TimeSync();
  sync.begin(0);
  expect(sync.take(answer(0, 400, 5), 425)).toMatchObject({ roundTripMs: 420 });
  expect(sync.take(answer(1_000, 10, 5), 1_025)).toMatchObject({ roundTripMs: 20, cloudMs: 1_001_025 });
  expect(sync.take(answer(2_000, 100, 5), 2_110)).toBeNull();
});

it("is never wrong by more than half the round trip it names", () => {
  const way = fc.integer({ min: 0, max: 2_000 });
  fc.assert(
    fc.property(fc.array(fc.tuple(way, way, fc.integer({ min: 0, max: 500 })), { minLength: 1 }), (exchanges) => {
      const sync = new TimeSync();
      sync.begin(0);
      exchanges.forEach(([there, back, think], index) => {
        const sentAt = index * 10_000;
        const now = sentAt + there + think + back;
        const sample = sync.take(answer(sentAt, there, think), now);
        if (sample !== null)
          expect(Math.abs(sample.cloudMs - (now + offsetMs))).toBeLessThanOrEqual(sample.roundTripMs / 2);
      });
    }),
  );
});

it("takes nothing from an answer that cannot be one", () => {
  const sync = new TimeSync();
  sync.begin(0);
  expect(sync.take(answer(500, 10, 5), 400)).toBeNull();
  expect(sync.take(answer(0, 10, 5), 60_000)).toBeNull();
  expect(sync.take({ v: 1, sentAt: 0, receivedAt: 2_000, answeredAt: 1_000 }, 50)).toBeNull();
});
