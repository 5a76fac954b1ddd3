/** Why a rule document is refused before anything runs. */
export type RuleErrorCode =
  | "rule"
  | "priority"
  | "event"
  | "condition"
  | "ambiguous"
  | "depth"
  | "operator"
  | "path"
  | "undefinedCondition"
  | "cycle";

/** A rule that cannot be compiled. `rule` is its name, or its place in the list; `path` leads to the part at fault. */
export class RuleError extends Error {
  override readonly name = "RuleError";
  readonly code: RuleErrorCode;
  readonly rule: string;
  readonly path: string;

  constructor(code: RuleErrorCode, place: { rule: string; path: string }, message: string) {
    super(`rule ${place.rule}: ${message}${place.path === "" ? "" : ` at ${place.path}`}`);
    this.code = code;
    this.rule = place.rule;
    this.path = place.path;
  }
}

/** A fact that a condition needs and the run was not given. Carries json-rules-engine's code. */
export class UndefinedFactError extends Error {
  override readonly name = "UndefinedFactError";
  readonly code = "UNDEFINED_FACT";
  readonly fact: string;

  constructor(fact: string) {
    super(`Undefined fact: ${fact}`);
    this.fact = fact;
  }
}
