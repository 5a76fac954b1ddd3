import * as z from "zod";
import { importApds } from "#engine/exchange/import-apds.ts";
import { importOcpi } from "#engine/exchange/import-ocpi.ts";
import type { ImportResult } from "#engine/exchange/import-result.ts";
import type { ClockTable } from "#engine/model/clock-table.ts";
import type { Locale } from "#engine/words/locale.ts";
import { clockTableOf } from "./clock-table-of.ts";
import { writeOut } from "./line-output.ts";
import { readJson } from "./read-input.ts";
import { sayDiagnostics } from "./say-diagnostics.ts";

const importers = {
  ocpi: importOcpi,
  apds: importApds,
} as const satisfies Record<string, (input: unknown, about: { clock: ClockTable }) => ImportResult>;

type Options = { from: keyof typeof importers; timeZone: string; locale: Locale };

/**
 * `liftgate import`: a tariff of another standard as a table file for `quote`, and on standard error what of it does
 * not convert. Code 2 when a price or a condition is missing from it.
 */
export async function importTable(file: string | undefined, { from, timeZone, locale }: Options): Promise<void> {
  const name = file ?? "-";
  const clock = clockTableOf(timeZone, "--time-zone");
  const { tariff, diagnostics } = importers[from](await readJson(name, z.unknown()), { clock });
  if (tariff) await writeOut(`${JSON.stringify({ timeZone, tariff }, null, 2)}\n`);
  process.exitCode = sayDiagnostics(diagnostics, { file: name, locale });
}
