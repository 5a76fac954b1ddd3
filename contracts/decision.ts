import * as z from "zod/mini";
import { limits } from "./limits.ts";

/** Value of a fact in a record or a trace; null means unknown. */
export const factValueSchema = z.nullable(
  z.union([
    z.string().check(z.maxLength(limits.textMax)),
    z.number(),
    z.boolean(),
    z.array(z.string().check(z.maxLength(limits.textMax))).check(z.maxLength(64)),
  ]),
);
export type FactValue = z.infer<typeof factValueSchema>;

export const factsSchema = z
  .record(z.string().check(z.regex(/^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)+$/)), factValueSchema)
  .check(z.refine((facts) => Object.keys(facts).length <= limits.factsMax, `at most ${limits.factsMax} facts`));
export type Facts = Readonly<Record<string, FactValue>>;

const decisionKindSchema = z.enum(["release", "hold", "refuse", "requestPayment", "requestConfirm"]);
export type DecisionKind = z.infer<typeof decisionKindSchema>;

const shortSchema = z.string().check(z.minLength(1), z.maxLength(64));
const paramsSchema = z.record(shortSchema, factValueSchema);

/** A side action of a decision: its type is one of the vocabulary's effects. */
const effectSchema = z.strictObject({ type: shortSchema, params: paramsSchema });
export type Effect = z.infer<typeof effectSchema>;

/** What was decided. `ruleId` is the rule that decided, or "otherwise". */
export const decisionSchema = z.strictObject({
  decision: decisionKindSchema,
  ruleId: shortSchema,
  reason: shortSchema,
  params: paramsSchema,
  effects: z.array(effectSchema).check(z.maxLength(64)),
  firedRuleIds: z.array(shortSchema).check(z.maxLength(1024)),
});
export type Decision = z.infer<typeof decisionSchema>;
