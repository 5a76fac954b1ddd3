import * as z from "zod/mini";
import { ruleBounds, ruleGroups } from "../model/rule.ts";

/** Right side of a compiled comparison. `null` occurs in guards only: unknown is `null`. */
export type CompiledValue = string | number | boolean | null | readonly (string | number)[] | { readonly fact: string };

/** One comparison, exactly as json-rules-engine reads it. */
export type CompiledLeaf = { readonly fact: string; readonly operator: string; readonly value: CompiledValue };

export type CompiledGroup =
  | { readonly all: readonly CompiledCondition[] }
  | { readonly any: readonly CompiledCondition[] };

/** Compiled conditions hold no `not`: it is pushed inward, so that a guard is never negated. */
export type CompiledCondition = CompiledGroup | CompiledLeaf;

export type CompiledParams = Readonly<
  Record<string, string | number | boolean | readonly string[] | { readonly fact: string }>
>;

/** An effect of a compiled rule; a parameter may be a reference to a fact. */
type CompiledEffect = { readonly type: string; readonly params: CompiledParams };

/** Type of a compiled rule's event when the rule has effects and no decision. */
export const effectsOnly = "effects";

/** One rule as json-rules-engine 7.3 loads it. `event.type` is the decision, or {@link effectsOnly}. */
export type CompiledRule = {
  readonly name: string;
  /** Number of rules minus position: higher runs first, and no two are equal. */
  readonly priority: number;
  readonly conditions: CompiledGroup;
  readonly event: {
    readonly type: string;
    readonly params: {
      readonly group: string;
      readonly title?: string | undefined;
      readonly reason?: string | undefined;
      readonly params?: CompiledParams | undefined;
      readonly effects: readonly CompiledEffect[];
    };
  };
};

/** The release half of a bundle. */
export type CompiledRelease = { readonly rules: readonly CompiledRule[] };

/** Depth and width that a compiled tree can reach: the authored bounds plus one level for guards and one for the root. */
const nodesMax = ruleBounds.conditionsMax + 8;

const text = z.string().check(z.minLength(1), z.maxLength(ruleBounds.textMax));
const finite = z.number().check(z.gte(-Number.MAX_SAFE_INTEGER), z.lte(Number.MAX_SAFE_INTEGER));
const factRef = z.strictObject({ fact: text });

const leafSchema = z.strictObject({
  fact: text,
  operator: text,
  value: z.union([
    text,
    finite,
    z.boolean(),
    z.null(),
    z.array(z.union([text, finite])).check(z.minLength(1), z.maxLength(ruleBounds.listMax)),
    factRef,
  ]),
});

const conditionSchema: z.ZodMiniType<CompiledCondition> = z.lazy(() =>
  z.union([
    leafSchema,
    z.strictObject({ all: z.array(conditionSchema).check(z.maxLength(nodesMax)) }),
    z.strictObject({ any: z.array(conditionSchema).check(z.minLength(1), z.maxLength(nodesMax)) }),
  ]),
);

const paramsSchema = z.record(
  z.string().check(z.regex(/^[a-z][A-Za-z]{0,31}$/)),
  z.union([text, finite, z.boolean(), z.array(text).check(z.maxLength(ruleBounds.listMax)), factRef]),
);

const ruleSchema = z.strictObject({
  name: text,
  priority: z.int().check(z.gte(1), z.lte(ruleBounds.rulesMax)),
  conditions: z.union([
    z.strictObject({ all: z.array(conditionSchema).check(z.maxLength(nodesMax)) }),
    z.strictObject({ any: z.array(conditionSchema).check(z.minLength(1), z.maxLength(nodesMax)) }),
  ]),
  event: z.strictObject({
    type: text,
    params: z.strictObject({
      group: z.enum(ruleGroups),
      title: z.optional(z.string().check(z.maxLength(ruleBounds.nameMax))),
      reason: z.optional(text),
      params: z.optional(paramsSchema),
      effects: z.array(z.strictObject({ type: text, params: paramsSchema })).check(z.maxLength(ruleBounds.effectsMax)),
    }),
  }),
});

/** Shape of `bundle.release`. What the names in it mean is checked when the bundle is loaded. */
export const compiledReleaseSchema: z.ZodMiniType<CompiledRelease> = z.strictObject({
  rules: z.array(ruleSchema).check(z.maxLength(ruleBounds.rulesMax)),
});
