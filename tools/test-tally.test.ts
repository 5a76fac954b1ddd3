import { expect, test } from "vitest";
import { tallyOfPlaywright, tallyOfVitest } from "./test-tally.ts";

test("counts tests of vitest, and a file that did not load as a failure", () => {
  const assertion = (fullName: string, status: string, failureMessages: string[] = []) => ({
    fullName,
    status,
    failureMessages,
  });
  const testResults = [
    { name: "a", status: "failed", assertionResults: [assertion("x", "passed"), assertion("y", "failed")] },
    { name: "b", status: "failed", assertionResults: [] },
    { name: "c", status: "passed", assertionResults: [assertion("z", "pending"), assertion("later", "todo")] },
    { name: "d", status: "passed", assertionResults: [assertion("again", "passed", ["too late"])] },
  ];
  expect(tallyOfVitest({ testResults })).toEqual({
    passed: 2,
    failed: 2,
    skips: ["z", "later"],
    unsteady: ["again"],
  });
});

test("counts journeys in nested suites, and names one that passed only when it was run again", () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
  const inner = { specs: [spec("b", "flaky"), spec("c", "skipped")] };
  const report = {
    suites: [{ specs: [spec("a", "expected")], suites: [inner] }],
    errors: [{ message: "broken file" }],
  };
  expect(tallyOfPlaywright(report)).toEqual({ passed: 2, failed: 1, skips: ["c"], unsteady: ["b"] });
});
