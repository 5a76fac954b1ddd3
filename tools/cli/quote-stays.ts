import type { ClockTable } from "#engine/model/clock-table.ts";
import type { Tariff } from "#engine/model/rate-table.ts";
import { type PreparedTariff, prepareTariff } from "#engine/price/prepare-tariff.ts";
import { priceStay } from "#engine/price/price-stay.ts";
import { QuoteError } from "#engine/price/quote-error.ts";
import { readStay } from "#engine/price/stay.ts";
import { stayFromPublished } from "#engine/price/stay-from-published.ts";
import { answerLines } from "./answer-lines.ts";
import { BadInputError } from "./bad-input-error.ts";
import { clockTableOf } from "./clock-table-of.ts";
import { errorLine } from "./line-output.ts";
import { readTableFile } from "./read-table-file.ts";

/** The words of a stay in the published form, for errors about the words inside the engine. */
const publishedNames: Readonly<Record<string, string>> = { entryAt: "entry", exitAt: "exit" };

/** `liftgate quote`: prices every stay of a file under one tariff. */
export async function quoteStays({ table, stays }: { table: string; stays: string }): Promise<void> {
  const { tariff, timeZone } = await readTableFile(table);
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

function prepare(tariff: Tariff, clock: ClockTable, file: string): PreparedTariff {
  try {
    return prepareTariff(tariff, clock);
  } catch (error) {
    if (!(error instanceof QuoteError)) throw error;
    throw new BadInputError([`${file}: tariff.${error.path.join(".")}: ${error.message}`], { cause: error });
  }
}
