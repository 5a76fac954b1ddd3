import * as z from "zod/mini";
import { decisionTypes, effectTypes } from "./actions.ts";
import { enums } from "./enums.ts";
import { operatorIds } from "./operators.ts";
import { otherwiseRuleId, ruleGroups, unknownChoices } from "./rule-order.ts";
import { type FactId, factIds } from "./vocabulary.ts";

/** Bounds on what a person can author. Chosen far above any real lot, so that reading and compiling stay bounded. */
export const ruleBounds = {
  rulesMax: 1_000,
  conditionsMax: 64,
  depthMax: 6,
  effectsMax: 16,
  listMax: 64,
  textMax: 64,
  nameMax: 120,
} as const;

export { otherwiseRuleId, ruleGroups };
export type RuleGroup = (typeof ruleGroups)[number];
export type UnknownChoice = (typeof unknownChoices)[number];

const text = z.string().check(z.minLength(1), z.maxLength(ruleBounds.textMax));
const factId = z.enum(factIds as readonly [FactId, ...FactId[]]);
const number = z.number().check(z.gte(-Number.MAX_SAFE_INTEGER), z.lte(Number.MAX_SAFE_INTEGER));

/** A reference to another fact of the same snapshot. */
const factRefSchema = z.strictObject({ fact: factId });
export type FactRef = z.infer<typeof factRefSchema>;

const leafSchema = z.strictObject({
  fact: factId,
  operator: z.enum(operatorIds as readonly [(typeof operatorIds)[number], ...(typeof operatorIds)[number][]]),
  /** One value, several for `in` and `notIn`, another fact, or absent for `isKnown` and `isUnknown`. */
  value: z.optional(
    z.union([
      text,
      number,
      z.boolean(),
      z.array(z.union([text, number])).check(z.minLength(1), z.maxLength(ruleBounds.listMax)),
      factRefSchema,
    ]),
  ),
  /** Overrides the rule's own choice for this condition. */
  ifUnknown: z.optional(z.enum(unknownChoices)),
});
/** One comparison: a fact, an operator, a limit. */
export type Leaf = z.infer<typeof leafSchema>;
export type LeafValue = Leaf["value"];

/** Nested conditions. An empty `all` holds always; an empty `any` is refused. */
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Leaf;

const conditionSchema: z.ZodMiniType<Condition> = z.lazy(() =>
  z.union([
    leafSchema,
    z.strictObject({ all: z.array(conditionSchema).check(z.maxLength(ruleBounds.conditionsMax)) }),
    z.strictObject({ any: z.array(conditionSchema).check(z.minLength(1), z.maxLength(ruleBounds.conditionsMax)) }),
    z.strictObject({ not: conditionSchema }),
  ]),
);

const paramValueSchema = z.union([
  text,
  number,
  z.boolean(),
  z.array(text).check(z.maxLength(ruleBounds.listMax)),
  factRefSchema,
]);
/** A parameter as authored: a value, or a reference to a fact that is read when the rule fires. */
export type ParamValue = z.infer<typeof paramValueSchema>;
const paramsSchema = z.record(z.string().check(z.regex(/^[a-z][A-Za-z]{0,31}$/)), paramValueSchema);

const decisionActionSchema = z.strictObject({
  type: z.enum(decisionTypes as readonly ["release", "hold", "refuse", "requestPayment", "requestConfirm"]),
  reason: z.enum(enums.reason),
  params: paramsSchema,
});
/** What a rule decides. */
export type DecisionAction = z.infer<typeof decisionActionSchema>;

const effectActionSchema = z.strictObject({
  type: z.enum(effectTypes as readonly [(typeof effectTypes)[number], ...(typeof effectTypes)[number][]]),
  params: paramsSchema,
});
/** What a rule does besides deciding. */
export type EffectAction = z.infer<typeof effectActionSchema>;

const ruleIdSchema = z.string().check(z.regex(/^[a-z][A-Za-z0-9-]{0,47}$/));

/** One release rule as a person authored it. */
const releaseRuleSchema = z.strictObject({
  id: ruleIdSchema,
  group: z.enum(ruleGroups),
  name: z.optional(z.string().check(z.maxLength(ruleBounds.nameMax))),
  /** A rule switched off stays in the draft and leaves the bundle. Absent means on. */
  enabled: z.optional(z.boolean()),
  when: conditionSchema,
  /** Choice for every condition of this rule that does not make its own. */
  ifUnknown: z.enum(unknownChoices),
  // biome-ignore lint/suspicious/noThenProperty: "when ... then" is the sentence that people read; the object is never awaited.
  then: z.strictObject({
    decision: z.optional(decisionActionSchema),
    effects: z.array(effectActionSchema).check(z.maxLength(ruleBounds.effectsMax)),
  }),
});
export type ReleaseRule = z.infer<typeof releaseRuleSchema>;

/** The release rules of a lot. The fixed "otherwise" (hold, call support) comes after them and is not authored. */
export const releaseRulesSchema = z.strictObject({
  rules: z.array(releaseRuleSchema).check(z.maxLength(ruleBounds.rulesMax)),
});
export type ReleaseRules = z.infer<typeof releaseRulesSchema>;
