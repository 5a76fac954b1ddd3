import { describe, expect, it } from "vitest";
import type { Observation } from "../gate/observation.ts";
import { CameraClocks, staleAfterMs } from "./camera-clocks.ts";

const now = 1_000_000_000;

function seen(cameraTime: number | null, isRetransmitted = false): Observation {
  const nothing = { plateCountry: null, plateType: null, plateColor: null, vehicleClass: null, confidence: null };
  const who = { deviceId: "cam", laneId: "lane", plateRaw: null, vendorEventId: "e" };
  return { ...nothing, ...who, cameraTime, isRetransmitted };
}

describe("the age of a camera's message", () => {
  it("is what the camera's clock says", () => {
    const clocks = new CameraClocks();
    expect(clocks.ageAtReceipt(seen(now - 200), now)).toBe(200);
    expect(clocks.ageAtReceipt(seen(now - 31_000), now)).toBe(31_000);
    expect(clocks.ageAtReceipt(seen(now + 900), now)).toBe(0);
  });

  it("is corrected by heartbeats, of which one that was held up does not count", () => {
    const clocks = new CameraClocks();
    for (const delay of [50, 45_000, 60]) clocks.noteHeartbeat("cam", now - 3_600_000 - delay, now);
    clocks.noteHeartbeat("cam", null, now);
    expect(clocks.ageAtReceipt(seen(now - 3_600_000 - 300), now)).toBe(250);
    expect(clocks.ageAtReceipt(seen(now - 3_600_000 - 40_000), now)).toBeGreaterThan(staleAfterMs);
  });

  it("is not asked of a clock that runs ahead, nor of a camera without one", () => {
    const clocks = new CameraClocks();
    for (const time of [now + 3_600_000, null]) {
      expect(clocks.ageAtReceipt(seen(time), now)).toBe(0);
      expect(clocks.ageAtReceipt(seen(time, true), now)).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it("stays what it is when the edge's own clock jumps", () => {
    let monotonic = 5_000;
    const clocks = new CameraClocks(() => monotonic);
    for (let i = 0; i < 3; i++) clocks.noteHeartbeat("cam", now - 7_000, now);
    for (const jumpMs of [3_600_000, -7_200_000, 3 * 86_400_000]) {
      monotonic += 2_000;
      const at = now + monotonic - 5_000;
      // the camera's own clock runs on
      expect(clocks.ageAtReceipt(seen(at - 7_000 - 300), at + jumpMs)).toBe(300);
      expect(clocks.ageAtReceipt(seen(at - 7_000 - 40_000), at + jumpMs)).toBe(40_000);
    }
  });
});
