import { describe, expect, it } from "vitest";
import { dateText, isoLocalText, startOfDay, timeText } from "./lot-time.ts";

const noonUtc = Date.UTC(2026, 10, 22, 12, 0, 5);

describe("lot time", () => {
  it("reads times in the lot's zone", () => {
    expect(timeText(noonUtc, "Asia/Shanghai")).toBe("20:00");
    expect(isoLocalText(noonUtc, "Asia/Shanghai")).toBe("2026-11-22T20:00:05+08:00");
    expect(isoLocalText(noonUtc, "America/St_Johns")).toBe("2026-11-22T08:30:05-03:30");
  });

  it("names the year only when it is another one", () => {
    expect(dateText(noonUtc, "UTC", "en", noonUtc)).toBe("22 Nov");
    expect(dateText(noonUtc, "UTC", "zh-CN", noonUtc)).toBe("11月22日");
    expect(dateText(noonUtc, "UTC", "en", Date.UTC(2027, 0, 2))).toBe("22 Nov 2026");
  });

  it("finds the start of the day, also on a night of clock change", () => {
    expect(startOfDay(noonUtc, "Asia/Shanghai")).toBe(Date.UTC(2026, 10, 21, 16));
    expect(startOfDay(Date.UTC(2026, 2, 29, 12), "Europe/Berlin")).toBe(Date.UTC(2026, 2, 28, 23));
    expect(startOfDay(Date.UTC(2026, 9, 25, 12), "Europe/Berlin")).toBe(Date.UTC(2026, 9, 24, 22));
  });
});
