import type { BenchRow } from "./bench-row.ts";

/** Rows as a table in Markdown. */
export function benchTable(rows: readonly BenchRow[]): string {
  const cells = [
    ["figure", "ours", "baseline", "", "ratio", "target", "met"],
    ...rows.map(({ figure, value, unit, baseline, baselineValue, ratio, target, met }) => [
      figure,
      `${value} ${unit}`.trim(),
      baseline ?? "",
      baselineValue === undefined ? "" : `${baselineValue} ${unit}`.trim(),
      ratio === undefined ? "" : `${ratio}x`,
      target ?? "",
      met === undefined ? "" : met ? "yes" : "NO",
    ]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)));
  const lines = cells.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`);
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}
