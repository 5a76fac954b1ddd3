/** A rule as json-rules-engine 7.3 reads it. */
export type RuleDocument = {
  readonly name?: unknown;
  readonly priority?: unknown;
  readonly conditions: unknown;
  readonly event: unknown;
};

/** An operator of the caller's own. May return any value; inside a group only `true` counts. */
export type CustomOperator = (factValue: unknown, value: unknown) => unknown;

/** What json-rules-engine takes as engine options and set-up, in one place. */
export type RuleOptions = {
  /** Conditions that rules may name with `{ condition: name }`. */
  readonly conditions?: Readonly<Record<string, unknown>>;
  readonly operators?: Readonly<Record<string, CustomOperator>>;
  /** Priority of conditions on a fact that set none themselves. */
  readonly factPriorities?: Readonly<Record<string, number>>;
  readonly allowUndefinedFacts?: boolean;
  readonly allowUndefinedConditions?: boolean;
  readonly replaceFactsInEventParams?: boolean;
  /** Off: every rule is tried one after the other. The answers are the same; a test proves it. */
  readonly index?: boolean;
};

/** Facts of one run: plain values by id. */
export type RunFacts = Readonly<Record<string, unknown>>;

export type RuleEvent = { readonly type: string; readonly params?: unknown };

/** A rule's part of a run, in the shape of json-rules-engine's `RuleResult.toJSON(false)`. */
export type RuleResult = {
  readonly name: unknown;
  readonly priority: number;
  readonly event: RuleEvent;
  readonly result: unknown;
  readonly conditions: ConditionResult;
};

/** A condition with what was seen: leaves that were evaluated carry `factResult`, `valueResult` and `result`. */
export type ConditionResult = Readonly<Record<string, unknown>>;

/** The outcome of a run, as json-rules-engine gives it, without its almanac. */
export type RunResult = {
  readonly events: readonly RuleEvent[];
  readonly failureEvents: readonly RuleEvent[];
  readonly results: readonly RuleResult[];
  readonly failureResults: readonly RuleResult[];
};
