import * as z from "zod";
import { failedGuardSchema } from "./guards.ts";

/** What a plan does when a guard fails or an edge refuses. */
export const onFailureSchema = z.enum(["tell", "pause", "rollBack"]);

const acknowledged = z.boolean().optional();
const problemSchema = z.discriminatedUnion("kind", [
  /** `lots`: those in which an edge refused its version. */
  z.object({ kind: z.literal("refused"), lots: z.array(z.string()), acknowledged }),
  /** Somebody else's version came to the lot while one of its lanes tried this one. */
  z.object({ kind: z.literal("laneEnded"), acknowledged }),
  z.object({ kind: z.literal("guard"), readings: z.array(failedGuardSchema), acknowledged }),
]);
/** What stopped a plan, as it was when it was seen. `acknowledged`: a person looked and let the plan go on. */
export type PlanProblem = z.output<typeof problemSchema>;

/** Reads what is written in a plan; null when nothing went wrong. */
export function readProblem(written: unknown): PlanProblem | null {
  return written === null ? null : problemSchema.parse(written);
}
