import * as z from "zod/mini";

const diagnosticSchema = z.strictObject({
  code: z.string().check(z.regex(/^[a-z][A-Za-z0-9.]{0,79}$/)),
  severity: z.enum(["error", "warning"]),
  path: z.array(z.union([z.string(), z.number()])).check(z.maxLength(32)),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

/**
 * One thing that is wrong (`error`) or doubtful (`warning`) in what a person wrote.
 * `path` leads to the value from the root of the draft; the words for `code` stand in `engine/words`.
 *
 * @example { code: "rateTable.unknown", severity: "error", path: ["rateEligibility", 0, "rateTable"], params: { rateTable: "day" } }
 */
export type Diagnostic = z.infer<typeof diagnosticSchema>;
