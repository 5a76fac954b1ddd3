import * as z from "zod/mini";
import { decisionSchema, type FactValue, factValueSchema } from "./decision.ts";

const ruleOutcomeSchema = z.enum(["matched", "notMatched", "notReached", "unknown"]);
export type RuleOutcome = z.infer<typeof ruleOutcomeSchema>;

/** A condition as it was seen: a group of conditions, or one comparison with the value seen and the limit. */
export type TraceCondition =
  | { readonly kind: "all" | "any" | "not"; readonly result: boolean; readonly conditions: readonly TraceCondition[] }
  | {
      readonly kind: "fact";
      readonly result: boolean;
      readonly fact: string;
      readonly operator: string;
      readonly seen: FactValue;
      readonly limit: FactValue;
    };

const traceConditionSchema: z.ZodMiniType<TraceCondition> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.enum(["all", "any", "not"]),
      result: z.boolean(),
      conditions: z.array(traceConditionSchema).check(z.maxLength(256)),
    }),
    z.strictObject({
      kind: z.literal("fact"),
      result: z.boolean(),
      fact: z.string(),
      operator: z.string(),
      seen: factValueSchema,
      limit: factValueSchema,
    }),
  ]),
);

/** Why a decision came out as it did: every rule in order, with what was seen. Recomputed from bundle and facts, never stored. */
export const traceSchema = z.strictObject({
  v: z.literal(1),
  decision: decisionSchema,
  rules: z
    .array(
      z.strictObject({
        ruleId: z.string(),
        group: z.string(),
        outcome: ruleOutcomeSchema,
        condition: z.nullable(traceConditionSchema),
      }),
    )
    .check(z.maxLength(2048)),
});
export type Trace = z.infer<typeof traceSchema>;
