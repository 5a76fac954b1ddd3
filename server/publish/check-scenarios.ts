import { isDeepStrictEqual } from "node:util";
import type { Decision, Facts } from "#contracts/decision.ts";
import type { Bundle } from "#engine/compile/bundle.ts";
import { loadBundle } from "#engine/compile/load-bundle.ts";
import { runScenario, type ScenarioResult } from "#engine/scenario/run-scenario.ts";
import type { Tx } from "#prisma/db.ts";
import { scenariosOfLot } from "../author/read-scenarios.ts";

/** Decides the same facts on json-rules-engine. */
export type Oracle = (bundle: Bundle, facts: Facts) => Promise<Decision>;

export type ScenarioCheck = {
  readonly id: string;
  readonly name: string;
  readonly passed: boolean;
  /** Did json-rules-engine decide the same? Null where the scenario could not run. */
  readonly oracleAgrees: boolean | null;
  readonly unmet: Extract<ScenarioResult, { kind: "ran" }>["unmet"];
  /** Why it could not run. */
  readonly failed: string | null;
};

/** Runs every scenario of a lot on a compiled bundle, by our evaluator and by json-rules-engine. */
export async function checkScenarios(
  tx: Tx,
  lot: { operatorId: string; lotId: string },
  bytes: Uint8Array,
  decideByOracle: Oracle,
): Promise<ScenarioCheck[]> {
  const bundle = loadBundle(bytes);
  const checks: ScenarioCheck[] = [];
  for (const { id, scenario } of await scenariosOfLot(tx, lot)) {
    const result = runScenario(bundle, scenario);
    const { name } = scenario;
    if (result.kind === "failed") {
      checks.push({ id, name, passed: false, oracleAgrees: null, unmet: [], failed: result.message });
      continue;
    }
    const oracle = await decideByOracle(bundle.bundle, result.seen.facts);
    const oracleAgrees = isDeepStrictEqual(oracle, result.trace.decision);
    checks.push({ id, name, passed: result.passed, oracleAgrees, unmet: result.unmet, failed: null });
  }
  return checks;
}

/** Null when every scenario came out as expected and both evaluators agree. */
export function scenarioProblem(checks: readonly ScenarioCheck[]): string | null {
  const disagreed = checks.find((check) => check.oracleAgrees === false);
  if (disagreed) return `json-rules-engine decides scenario "${disagreed.name}" otherwise`;
  const failed = checks.filter((check) => !check.passed);
  if (failed.length === 0) return null;
  return `${failed.length} of ${checks.length} scenarios do not come out as expected, first "${failed[0]!.name}"`;
}
