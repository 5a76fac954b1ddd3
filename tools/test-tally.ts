import * as z from "zod";

/** `unsteady` are tests that failed first and passed when they were run again: each is a bug to be found, and named. */
export type Tally = { passed: number; failed: number; skips: readonly string[]; unsteady: readonly string[] };

export const emptyTally: Tally = { passed: 0, failed: 0, skips: [], unsteady: [] };

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

/** Counts a report of vitest. A file that could not even be loaded is one failure. */
export function tallyOfVitest(report: unknown): Tally {
  const tally = { passed: 0, failed: 0, skips: [] as string[], unsteady: [] as string[] };
  for (const file of vitestReport.parse(report).testResults) {
    if (file.status === "failed" && file.assertionResults.length === 0) tally.failed++;
    for (const { fullName, status, failureMessages } of file.assertionResults) {
      if (status === "passed" && failureMessages?.length) tally.unsteady.push(fullName);
      if (status === "passed") tally.passed++;
      else if (status === "failed") tally.failed++;
      else tally.skips.push(fullName);
    }
  }
  return tally;
}

type PlaywrightSuite = z.infer<typeof playwrightSpecs> & { suites?: PlaywrightSuite[] | undefined };
const playwrightSpecs = z.object({
  specs: z.array(z.object({ title: z.string(), tests: z.array(z.object({ status: z.string() })) })),
});
const playwrightSuite: z.ZodType<PlaywrightSuite> = playwrightSpecs.extend({
  get suites() {
    return z.array(playwrightSuite).optional();
  },
});
const playwrightReport = z.object({ suites: z.array(playwrightSuite), errors: z.array(z.unknown()) });

/** Counts a report of Playwright. */
export function tallyOfPlaywright(report: unknown): Tally {
  const { suites, errors } = playwrightReport.parse(report);
  const tally = { passed: 0, failed: errors.length, skips: [] as string[], unsteady: [] as string[] };
  const specs = suites.flatMap(function specsOf(suite): PlaywrightSuite["specs"] {
    return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)];
  });
  for (const { title, tests } of specs) {
    for (const { status } of tests) {
      if (status === "flaky") tally.unsteady.push(title);
      if (status === "expected" || status === "flaky") tally.passed++;
      else if (status === "skipped") tally.skips.push(title);
      else tally.failed++;
    }
  }
  return tally;
}

export function addTallies(one: Tally, other: Tally): Tally {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skips: [...one.skips, ...other.skips],
    unsteady: [...one.unsteady, ...other.unsteady],
  };
}
