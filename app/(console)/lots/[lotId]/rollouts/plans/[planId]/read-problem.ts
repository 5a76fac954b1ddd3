import * as z from "zod/mini";
import { guardKinds } from "../guard-kinds.ts";

const problemSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("refused"), lots: z.array(z.string()), acknowledged: z.optional(z.boolean()) }),
  z.object({
    kind: z.literal("guard"),
    readings: z.array(
      z.object({
        kind: z.enum(guardKinds),
        worsePercent: z.number(),
        value: z.number(),
        baseline: z.number(),
      }),
    ),
    acknowledged: z.optional(z.boolean()),
  }),
]);

/** What stopped a plan, as it was written down then; null when nothing did. */
export function readProblem(problem: unknown): z.infer<typeof problemSchema> | null {
  return problem === null ? null : problemSchema.parse(problem);
}
