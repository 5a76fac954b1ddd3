import { describe, expect, it } from "vitest";
import { correctedTime } from "#contracts/record-body.ts";
import { EdgeClock } from "./edge-clock.ts";

function clockAt(wall: number, monotonic: number) {
  const now = { wall, monotonic };
  const clock = new EdgeClock({ wall: () => now.wall, monotonic: () => now.monotonic, bootId: "00000001" });
  return { now, clock };
}

describe("EdgeClock", () => {
  it("says that it is unsynced until the cloud has answered", () => {
    const { clock } = clockAt(5_000, 100);
    expect(clock.stamp()).toEqual({
      at: 5_000,
      offsetMs: 0,
      quality: "unsynced",
      monotonicMs: 100,
      bootId: "00000001",
    });
  });

  it("keeps cloud time when the wall clock jumps", () => {
    const { now, clock } = clockAt(5_000, 100);
    clock.tieTo(1_000_000, 100, 20);
    now.monotonic = 1_100;
    now.wall = 90_000_000;
    expect(clock.nowMs()).toBe(1_001_000);
    expect(correctedTime(clock.stamp())).toBe(1_001_000);
    expect(clock.quality()).toBe("synced");
  });

  it("knows how wrong it may be, and that this grows while the cloud is silent", () => {
    const { now, clock } = clockAt(5_000, 100);
    expect(clock.errorMs()).toBe(Number.POSITIVE_INFINITY);
    clock.tieTo(1_000_000, 100, 20);
    expect(clock.errorMs()).toBe(20);
    now.monotonic += 3_600_000;
    expect(clock.errorMs()).toBe(740);
  });

  it("falls to holdover when the cloud has been silent for an hour", () => {
    const { now, clock } = clockAt(5_000, 100);
    clock.tieTo(1_000_000, 100, 20);
    now.monotonic += 3_600_001;
    expect(clock.quality()).toBe("holdover");
  });

  it("takes up the tie of an earlier process of the same boot only", () => {
    const { clock } = clockAt(5_000, 1_000);
    clock.resume({ bootId: "ffffffff", monotonicMs: 0, cloudMs: 1, errorMs: 1 });
    expect(clock.quality()).toBe("unsynced");
    clock.resume({ bootId: "00000001", monotonicMs: 400, cloudMs: 1_000_000, errorMs: 5 });
    expect(clock.nowMs()).toBe(1_000_600);
    expect(clock.quality()).toBe("holdover");
  });

  it("is not earlier than an earlier boot has known it to be", () => {
    const { now, clock } = clockAt(600_000, 1_000);
    const earlier = { bootId: "ffffffff", monotonicMs: 7, cloudMs: 1_000_000, errorMs: 0 };
    clock.resume(earlier);
    now.monotonic += 500;
    now.wall += 500;
    expect(clock.nowMs()).toBe(1_000_500);
    expect(correctedTime(clock.stamp())).toBe(1_000_500);
    expect(clock.quality()).toBe("unsynced");
    now.wall = 2_000_000;
    expect(clock.nowMs()).toBe(2_000_000);
  });
});
