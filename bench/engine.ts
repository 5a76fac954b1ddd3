import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import type { BenchRow } from "./bench-row.ts";
import { benchDecide } from "./decide.ts";
import { benchQuote } from "./quote.ts";
import { benchReplay } from "./replay.ts";
import { benchTable } from "./table.ts";
import { benchVerify } from "./verify.ts";

/** `npm run bench:engine -- --only decide,quote --quick`: each section checks that all answers agree, then measures. */
const sections: Record<string, (options: { isQuick: boolean }) => Promise<BenchRow[]>> = {
  decide: benchDecide,
  quote: benchQuote,
  replay: benchReplay,
  verify: benchVerify,
};

const results = new URL("results/", import.meta.url);

const { values } = parseArgs({ options: { only: { type: "string" }, quick: { type: "boolean", default: false } } });
const chosen = values.only?.split(",") ?? Object.keys(sections);
const unknown = chosen.find((name) => !(name in sections));
if (unknown !== undefined) {
  process.stderr.write(`There is no section "${unknown}". Sections: ${Object.keys(sections).join(", ")}.\n`);
  process.exit(2);
}

const rows: BenchRow[] = [];
for (const name of chosen) {
  process.stdout.write(`\n${name}\n`);
  const found = await sections[name]!({ isQuick: values.quick });
  process.stdout.write(`${benchTable(found)}\n`);
  rows.push(...found);
}
const machine = {
  node: process.version,
  cpu: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  date: new Date().toISOString(),
  quick: values.quick,
};
mkdirSync(results, { recursive: true });
writeFileSync(new URL("engine.json", results), `${JSON.stringify({ machine, rows }, null, 2)}\n`);
writeFileSync(new URL("engine.md", results), markdown());
const missed = rows.filter(({ met }) => met === false);
process.stdout.write(missed.length === 0 ? "\nEvery target is met.\n" : `\n${missed.length} targets are not met.\n`);

function markdown(): string {
  const head = `# Engine benchmarks\n\n${machine.date}, Node ${machine.node}, ${machine.cores} cores, ${machine.cpu}`;
  return `${head}${machine.quick ? ", quick run" : ""}. Ratio: baseline by ours.\n\n${benchTable(rows)}\n`;
}
