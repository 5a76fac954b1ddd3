import type { Trace, TraceCondition } from "#contracts/trace.ts";

/** How far scenarios try one rule. */
export type RuleCoverage = {
  readonly ruleId: string;
  /** Scenarios in which the rule matched. */
  readonly matched: number;
  /** Its comparisons, and how many of them were seen both holding and not holding. */
  readonly conditions: number;
  readonly conditionsTried: number;
};

type Tally = { matched: number; leaves: { held: boolean; failed: boolean }[] };

/** Coverage of a bundle's rules by the traces of scenarios that ran on it, in the order of the rules. */
export function scenarioCoverage(traces: readonly Trace[]): RuleCoverage[] {
  const tallies = new Map<string, Tally>();
  for (const trace of traces) {
    for (const { ruleId, outcome, condition } of trace.rules) {
      const tally = tallies.get(ruleId) ?? { matched: 0, leaves: [] };
      tallies.set(ruleId, tally);
      if (outcome === "matched") tally.matched += 1;
      for (const [place, held] of (condition ? leavesOf(condition) : []).entries()) note(tally, place, held);
    }
  }
  return [...tallies].map(([ruleId, { matched, leaves }]) => ({
    ruleId,
    matched,
    conditions: leaves.length,
    conditionsTried: leaves.filter(({ held, failed }) => held && failed).length,
  }));
}

function note({ leaves }: Tally, place: number, held: boolean): void {
  const leaf = leaves[place] ?? { held: false, failed: false };
  leaves[place] = { held: leaf.held || held, failed: leaf.failed || !held };
}

/** What each comparison came to, in the order of the rule. */
function leavesOf(condition: TraceCondition): boolean[] {
  return condition.kind === "fact" ? [condition.result] : condition.conditions.flatMap(leavesOf);
}
