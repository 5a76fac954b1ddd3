import { expect, test } from "vitest";
import { tallyOfPlaywright, tallyOfVitest } from "./test-tally.ts";

test("counts tests of vitest, and a file that did not load as a failure", () => {
  const assertion = (fullName: string, status: string) => ({ fullName, status });
  const testResults = [
    { name: "a", status: "failed", assertionResults: [assertion("x", "passed"), assertion("y", "failed")] },
    { name: "b", status: "failed", assertionResults: [] },
    { name: "c", status: "passed", assertionResults: [assertion("z", "pending"), assertion("later", "todo")] },
  ];
  expect(tallyOfVitest({ testResults })).toEqual({ passed: 1, failed: 2, skips: ["z", "later"] });
});

test("counts journeys in nested suites, and a flaky one as a failure", () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
  const inner = { specs: [spec("b", "flaky"), spec("c", "skipped")] };
  const report = {
    suites: [{ specs: [spec("a", "expected")], suites: [inner] }],
    errors: [{ message: "broken file" }],
  };
  expect(tallyOfPlaywright(report)).toEqual({ passed: 1, failed: 2, skips: ["c"] });
});
