import * as z from "zod";
import type { Diagnostic } from "#engine/model/diagnostic.ts";
import { type Tariff, tariffSchema } from "#engine/model/rate-table.ts";
import { shapeDiagnostics } from "#engine/model/shape-diagnostics.ts";
import { checkTariff } from "#engine/price/check-tariff.ts";
import { BadInputError } from "./bad-input-error.ts";
import { diagnosticLine } from "./diagnostic-line.ts";
import { readJson } from "./read-input.ts";

/** A tariff with the zone it holds in; a golden case, which names the zone as its lot's, is such a file too. */
const tableFileSchema = z.object({
  timeZone: z.string().optional(),
  lot: z.object({ timeZone: z.string() }).optional(),
  tariff: z.unknown(),
});

/** The tariff of a table file, without an error in it, and the zone that it holds in. */
export async function readTableFile(file: string): Promise<{ tariff: Tariff; timeZone: string }> {
  const { timeZone: ownZone, lot, tariff: input } = await readJson(file, tableFileSchema);
  const timeZone = ownZone ?? lot?.timeZone;
  if (timeZone === undefined) throw new BadInputError([`${file}: timeZone: missing; name one like Europe/Berlin`]);
  const tariff = readTariff(input, file);
  refuse(checkTariff(tariff), file);
  return { tariff, timeZone };
}

function readTariff(input: unknown, file: string): Tariff {
  const read = tariffSchema.safeParse(input);
  if (read.success) return read.data;
  refuse(shapeDiagnostics(read.error.issues), file);
  throw new BadInputError([`${file}: tariff cannot be read`]);
}

function refuse(diagnostics: readonly Diagnostic[], file: string): void {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  throw new BadInputError(
    errors.map((found) => `${file}: ${diagnosticLine({ ...found, path: ["tariff", ...found.path] })}`),
  );
}
