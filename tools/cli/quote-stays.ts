import * as z from "zod";
import type { ClockTable } from "#engine/model/clock-table.ts";
import type { Diagnostic } from "#engine/model/diagnostic.ts";
import { type Tariff, tariffSchema } from "#engine/model/rate-table.ts";
import { shapeDiagnostics } from "#engine/model/shape-diagnostics.ts";
import { checkTariff } from "#engine/price/check-tariff.ts";
import { type PreparedTariff, prepareTariff } from "#engine/price/prepare-tariff.ts";
import { priceStay } from "#engine/price/price-stay.ts";
import { QuoteError } from "#engine/price/quote-error.ts";
import { readStay } from "#engine/price/stay.ts";
import { stayFromPublished } from "#engine/price/stay-from-published.ts";
import { answerLines } from "./answer-lines.ts";
import { BadInputError } from "./bad-input-error.ts";
import { clockTableOf } from "./clock-table-of.ts";
import { diagnosticLine } from "./diagnostic-line.ts";
import { errorLine } from "./line-output.ts";
import { readJson } from "./read-input.ts";

/** A tariff with the zone it holds in; a golden case, which names the zone as its lot's, is such a file too. */
const tableFileSchema = z.object({
  timeZone: z.string().optional(),
  lot: z.object({ timeZone: z.string() }).optional(),
  tariff: z.unknown(),
});

/** The words of a stay in the published form, for errors about the words inside the engine. */
const publishedNames: Readonly<Record<string, string>> = { entryAt: "entry", exitAt: "exit" };

/** `liftgate quote`: prices every stay of a file under one tariff. */
export async function quoteStays({ table, stays }: { table: string; stays: string }): Promise<void> {
  const { timeZone: ownZone, lot, tariff } = await readJson(table, tableFileSchema);
  const timeZone = ownZone ?? lot?.timeZone;
  if (timeZone === undefined) throw new BadInputError([`${table}: timeZone: missing; name one like Europe/Berlin`]);
  const prepared = prepare(tariff, clockTableOf(timeZone, table), table);
  await answerLines(stays, (stay) => quote(prepared, stay));
}

/** A stay as published tariffs write their examples, or as an edge records it. */
function quote(tariff: PreparedTariff, stay: unknown): object {
  const isRecorded = typeof stay === "object" && stay !== null && "entryAt" in stay;
  try {
    const { feeMinor, currency, lines, notices } = priceStay(
      tariff,
      isRecorded ? readStay(stay) : stayFromPublished(stay),
    );
    return { feeMinor, currency, lines, ...(notices && { notices }) };
  } catch (error) {
    if (!(error instanceof QuoteError)) throw error;
    const path = error.path.map((part) => (isRecorded ? part : (publishedNames[part] ?? part)));
    return errorLine(error.code, path, error.message);
  }
}

function prepare(input: unknown, clock: ClockTable, file: string): PreparedTariff {
  const tariff = readTariff(input, file);
  refuse(checkTariff(tariff), file);
  try {
    return prepareTariff(tariff, clock);
  } catch (error) {
    if (!(error instanceof QuoteError)) throw error;
    throw new BadInputError([`${file}: tariff.${error.path.join(".")}: ${error.message}`], { cause: error });
  }
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
