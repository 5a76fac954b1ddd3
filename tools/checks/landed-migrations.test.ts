import { expect, test } from "vitest";
import { compareChecksums } from "./landed-migrations.ts";

test("finds a landed migration that was edited or is gone", () => {
  const noted = { "1_first": "a", "2_second": "b", "3_third": "c" };
  expect(compareChecksums(noted, { "1_first": "a", "2_second": "x" })).toEqual([
    "migration 2_second has landed and was edited: write a new one",
    "migration 3_third has landed and is gone: put it back",
  ]);
});

test("asks for a note of a new migration, which must come last", () => {
  expect(compareChecksums({ "2_second": "b" }, { "1_late": "a", "2_second": "b" })).toEqual([
    "migration 1_late is not noted: run npm run check -- --note-migrations",
    "migration 1_late must sort after 2_second, which has landed",
  ]);
});
