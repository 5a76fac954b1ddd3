import { exportApds } from "#engine/exchange/export-apds.ts";
import type { Locale } from "#engine/words/locale.ts";
import { clockTableOf } from "./clock-table-of.ts";
import { writeOut } from "./line-output.ts";
import { readTableFile } from "./read-table-file.ts";
import { sayDiagnostics } from "./say-diagnostics.ts";

type Options = { place: string; issuer: string; locale: Locale };

/**
 * `liftgate export --to apds`: the tariff of a table file as rate tables and right specifications, and on standard
 * error what of it has no word there. Code 2 when a price or a condition is missing from it.
 */
export async function exportTable(file: string | undefined, { place, issuer, locale }: Options): Promise<void> {
  const name = file ?? "-";
  const { tariff, timeZone } = await readTableFile(name);
  const { document, diagnostics } = exportApds(tariff, { clock: clockTableOf(timeZone, name), place, issuer });
  await writeOut(`${JSON.stringify(document, null, 2)}\n`);
  process.exitCode = sayDiagnostics(diagnostics, { file: name, locale });
}
