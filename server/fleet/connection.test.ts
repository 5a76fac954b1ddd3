import { expect, test } from "vitest";
import { connectionOf } from "./connection.ts";

const now = Date.UTC(2026, 0, 1);
const ago = (seconds: number) => new Date(now - seconds * 1_000);
const never = { online: false, stateAt: null, helloAt: null, telemetryAt: null };

test("an edge of which nothing was ever heard was never seen", () => {
  expect(connectionOf(null, now)).toBe("neverSeen");
  expect(connectionOf(never, now)).toBe("neverSeen");
});

test("an edge that said goodbye, or whose last will came, is offline", () => {
  expect(connectionOf({ ...never, stateAt: ago(1), telemetryAt: ago(1) }, now)).toBe("offline");
});

test("an open link from which nothing comes is late", () => {
  expect(connectionOf({ ...never, online: true, stateAt: ago(600), telemetryAt: ago(5) }, now)).toBe("online");
  expect(connectionOf({ ...never, online: true, stateAt: ago(600), telemetryAt: ago(31) }, now)).toBe("late");
  expect(connectionOf({ ...never, online: true, helloAt: ago(3) }, now)).toBe("online");
});
