import { expect, it } from "vitest";
import { EdgeClock } from "../edge-clock.ts";
import { CloudTime } from "./cloud-time.ts";
import type { LinkJournal } from "./link-parts.ts";

const yearMs = 365 * 24 * 3_600_000;

function timeOf(cloudMs: number) {
  let now = 0;
  const clock = new EdgeClock({ wall: () => 0, monotonic: () => now, bootId: "boot" });
  const journal = { change: () => Promise.resolve() } as unknown as LinkJournal;
  const time = new CloudTime({ clock, journal });
  /** A welcome that says so, a second later; its hello took 10 ms there and back. */
  const welcome = (said: number) => {
    now += 1_000_000; // by now the clock may be wrong by more than the exchange is
    time.welcome(said + now, now - 10, now);
    return Math.round(clock.nowMs() - now);
  };
  return { first: welcome(cloudMs), welcome };
}

it("is not carried off by one wrong word of the cloud, nor by many that differ", () => {
  const { first, welcome } = timeOf(yearMs);
  expect(first).toBe(yearMs + 5);
  for (const years of [40, 1, 300, 2]) expect(Math.abs(welcome(years * 2 * yearMs) - yearMs)).toBeLessThan(10);
  expect(Math.abs(welcome(yearMs + 20) - yearMs - 20)).toBeLessThan(10);
});

it("follows a cloud that was wrong itself, once it has said so three times", () => {
  const { welcome } = timeOf(yearMs);
  const corrected = yearMs + 3_600_000;
  expect(
    [welcome(corrected), welcome(corrected), welcome(corrected)].map((ms) => Math.round((ms - yearMs) / 60_000)),
  ).toEqual([0, 0, 60]);
});
