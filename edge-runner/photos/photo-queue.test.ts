import { expect, it } from "vitest";
import { addUse, mayGo } from "./photo-queue.ts";

const day = 24 * 60 * 60_000;
const at = { nowMs: 20_000 * day + 5, bytesPerDay: 1_000 };
const metered = { isMetered: true };
const plate = { kind: "plate", bytes: 400 } as const;

it("sends everything over a line that costs nothing, and only plates, so many a day, over one that does", () => {
  const none = { day: 0, bytes: 0 };
  expect(mayGo({ kind: "scene", bytes: 5_000 }, { isMetered: false }, none, at)).toBe(true);
  expect(mayGo({ kind: "scene", bytes: 1 }, metered, none, at)).toBe(false);
  const used = addUse(addUse(none, 400, at.nowMs), 300, at.nowMs);
  expect(used).toEqual({ day: 20_000, bytes: 700 });
  expect(mayGo(plate, metered, { day: 20_000, bytes: 600 }, at)).toBe(true);
  expect(mayGo(plate, metered, used, at)).toBe(false);
  expect(mayGo(plate, metered, used, { ...at, nowMs: at.nowMs + day })).toBe(true);
  expect(addUse(used, 10, at.nowMs + day)).toEqual({ day: 20_001, bytes: 10 });
});
