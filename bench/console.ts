import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import type { BenchRow } from "./bench-row.ts";
import { firstLoad } from "./console/first-load.ts";
import { keyToCurve } from "./console/key-to-curve.ts";
import { lighthousePages } from "./console/lighthouse.ts";
import { manyLots } from "./console/many-lots.ts";
import { manyRules } from "./console/many-rules.ts";
import { budgetedPages } from "./console/pages.ts";
import { type RunningConsole, withRunningConsole } from "./console/running-console.ts";
import { benchTable } from "./table.ts";

/** `npm run bench:console`: the budgets that every page keeps, measured on the production build. */
const results = new URL("./results/", import.meta.url);
/** Pages that people wait for most; Lighthouse takes half a minute for each. */
const inLighthouse = ["lots", "passages", "tariff", "rules", "scenarios", "review", "rollouts", "fleet"];

const say = (line: string) => process.stdout.write(`${line}\n`);

const sections: Record<string, (console: RunningConsole) => Promise<BenchRow[]>> = {
  size: async (console) => firstLoad(console, await budgetedPages(console)),
  curve: keyToCurve,
  rules: manyRules,
  lots: manyLots,
  lighthouse: async (console) => {
    const pages = await budgetedPages(console);
    return lighthousePages(
      console,
      pages.filter(({ name }) => inLighthouse.includes(name)),
      say,
    );
  },
};

const { values } = parseArgs({ options: { only: { type: "string" } } });
const chosen = values.only?.split(",") ?? Object.keys(sections);
const unknown = chosen.find((name) => !(name in sections));
if (unknown !== undefined) throw new Error(`no section named ${unknown}: ${Object.keys(sections).join(", ")}`);

const rows: BenchRow[] = [];
await withRunningConsole(async (console) => {
  for (const name of chosen) {
    say(`\n${name}`);
    const found = await sections[name]!(console);
    say(benchTable(found));
    rows.push(...found);
  }
});

const machine = {
  node: process.version,
  cpu: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  load: Number(loadavg()[0]!.toFixed(1)),
  date: new Date().toISOString(),
};
const head = `${machine.date}, Node ${machine.node}, ${machine.cores} cores, load ${machine.load}, ${machine.cpu}`;
// A part is measured to be looked at; what stands in the results is always of one run.
if (values.only === undefined) {
  mkdirSync(results, { recursive: true });
  writeFileSync(new URL("console.json", results), `${JSON.stringify({ machine, rows }, null, 2)}\n`);
  writeFileSync(new URL("console.md", results), `# Console budgets\n\n${head}\n\n${benchTable(rows)}\n`);
}
const missed = rows.filter(({ met }) => met === false);
say(missed.length === 0 ? "\nEvery target is met." : `\n${missed.length} targets are not met.`);
