import { expect, it } from "vitest";
import { SafeMarks } from "./safe-marks.ts";

const hourMs = 3_600_000;

it("calls a mark safe once the cloud has said a day later that it still holds it", () => {
  const marks = new SafeMarks(24 * hourMs);
  marks.note(100, 0);
  marks.note(150, 12 * hourMs);
  expect(marks.safe).toBe(0);
  marks.note(200, 24 * hourMs);
  expect(marks.safe).toBe(100);
  marks.note(200, 36 * hourMs);
  expect(marks.safe).toBe(150);
});

it("takes back what a restored cloud no longer holds", () => {
  const marks = new SafeMarks(24 * hourMs);
  marks.note(100, 0);
  marks.note(200, 25 * hourMs);
  marks.note(40, 26 * hourMs);
  expect(marks.safe).toBe(40);
});

it("keeps few notes however often the cloud speaks, also over a restart", () => {
  let marks = new SafeMarks(24 * hourMs);
  for (let minute = 0; minute < 3 * 24 * 60; minute++) {
    marks.note(minute, minute * 60_000);
    if (minute % 1_000 === 0) marks = new SafeMarks(24 * hourMs, marks.notes);
  }
  expect(marks.notes.length).toBeLessThan(70);
  const dayAgo = 2 * 24 * 60;
  expect(marks.safe).toBeLessThan(dayAgo);
  expect(marks.safe).toBeGreaterThan(dayAgo - 60);
});
