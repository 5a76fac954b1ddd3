import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { BenchFacts, PlainCondition, PlainDocument } from "../rulesets.ts";

type HandWritten = (facts: BenchFacts) => string;

/**
 * The rules as the if/else that a person would write for this one lot: plain code in a source file, imported like any
 * other, each fact read once into a variable. The limit of what an engine can reach.
 */
export async function handWritten(documents: readonly PlainDocument[]): Promise<HandWritten> {
  const folder = mkdtempSync(join(tmpdir(), "liftgate-bench-"));
  try {
    const file = join(folder, `rules-${documents.length}.mjs`);
    writeFileSync(file, sourceOf(documents));
    const module = (await import(pathToFileURL(file).href)) as { decide: HandWritten };
    return module.decide;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sourceOf(documents: readonly PlainDocument[]): string {
  const facts = new Set<string>();
  const rules = documents.map(
    ({ name, conditions }) => `  if (${conditionSource(conditions, facts)}) return ${JSON.stringify(name)};`,
  );
  const reads = [...facts].map((fact) => `  const ${variable(fact)} = facts[${JSON.stringify(fact)}];`);
  return ["export function decide(facts) {", ...reads, ...rules, '  return "otherwise";', "}", ""].join("\n");
}

function variable(fact: string): string {
  return fact.replace(".", "_");
}

function conditionSource(condition: PlainCondition, facts: Set<string>): string {
  if ("all" in condition) return `(${condition.all.map((part) => conditionSource(part, facts)).join(" && ")})`;
  if ("any" in condition) return `(${condition.any.map((part) => conditionSource(part, facts)).join(" || ")})`;
  facts.add(condition.fact);
  return comparisonSource(variable(condition.fact), condition.operator, condition.value);
}

const signs: Readonly<Record<string, string>> = {
  equal: "===",
  notEqual: "!==",
  lessThan: "<",
  lessThanInclusive: "<=",
  greaterThan: ">",
  greaterThanInclusive: ">=",
};

function comparisonSource(name: string, operator: string, value: unknown): string {
  if (operator === "in") {
    const each = (value as readonly unknown[]).map((one) => `${name} === ${JSON.stringify(one)}`);
    return `(${each.join(" || ")})`;
  }
  const sign = signs[operator];
  if (sign === undefined) throw new Error(`no sign for ${operator}`);
  return `${name} ${sign} ${JSON.stringify(value)}`;
}
