import fs from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import path from "node:path";
import type { BenchRow } from "./bench-row.ts";
import { benchTable } from "./table.ts";

type Results = { readonly title: string; readonly command: string; readonly how: string; readonly notes?: string[] };

/** Load of the machine when the process began: what it had besides the run. */
const loadBefore = loadavg()[0]!;

/** Prints the rows and leaves them in `bench/results/<name>.md`, with the machine and what else it had to do. */
export function writeResults(name: string, rows: readonly BenchRow[], { title, command, how, notes = [] }: Results) {
  const day = new Date().toISOString().slice(0, 10);
  const machine = `Node ${process.version}, ${availableParallelism()} cores, ${cpus()[0]?.model ?? "unknown"}`;
  const load = `load average ${loadBefore.toFixed(1)} before and ${loadavg()[0]!.toFixed(1)} after the run`;
  const said = [
    `# ${title}`,
    `${day}, ${machine}; ${load}. ${how} Printed by \`${command}\`.`,
    benchTable(rows),
    ...notes,
  ];
  const text = `${said.join("\n\n")}\n`;
  process.stdout.write(`\n${text}`);
  const folder = path.join(import.meta.dirname, "results");
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, `${name}.md`), text);
}
