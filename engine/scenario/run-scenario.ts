import type { Trace } from "#contracts/trace.ts";
import { caughtAs } from "../caught-as.ts";
import type { LoadedBundle } from "../compile/load-bundle.ts";
import { explain } from "../decide/explain.ts";
import { QuoteError } from "../price/quote-error.ts";
import type { Scenario } from "./scenario.ts";
import { type SeenSituation, situationFacts } from "./situation-facts.ts";

/** One expectation that was not met. `found` is null where nothing came out. */
export type Unmet = {
  readonly part: "decision" | "ruleId" | "feeMinor";
  readonly expected: string | number;
  readonly found: string | number | null;
};

/** What came of a scenario: run through with what was not met, or not runnable and why. */
export type ScenarioResult =
  | {
      readonly kind: "ran";
      readonly passed: boolean;
      readonly unmet: readonly Unmet[];
      readonly trace: Trace;
      readonly seen: SeenSituation;
    }
  | { readonly kind: "failed"; readonly code: string; readonly path: QuoteError["path"]; readonly message: string };

/** Decides and prices a scenario by a bundle, and compares what came out with what was expected. Pure. */
export function runScenario(bundle: LoadedBundle, { given, expected }: Scenario): ScenarioResult {
  try {
    const seen = situationFacts(bundle, given);
    const trace = explain(bundle, seen.facts);
    const { decision, ruleId } = trace.decision;
    const found = { decision, ruleId, feeMinor: seen.quote?.feeMinor ?? null };
    const unmet = (["decision", "ruleId", "feeMinor"] as const).flatMap((part) => {
      const wanted = expected[part];
      return wanted === undefined || wanted === found[part] ? [] : [{ part, expected: wanted, found: found[part] }];
    });
    return { kind: "ran", passed: unmet.length === 0, unmet, trace, seen };
  } catch (error) {
    const { code, path, message } = caughtAs(QuoteError, error);
    return { kind: "failed", code, path, message };
  }
}
