import type { BenchFacts } from "../rulesets.ts";

/** For engines that take a dot for a path: the facts under names without one. */
export function flatFacts(facts: BenchFacts): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([id, value]) => [flatName(id), value]));
}

export function flatName(id: string): string {
  return id.replace(".", "_");
}
