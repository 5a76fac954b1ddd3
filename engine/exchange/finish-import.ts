import { caughtAs } from "../caught-as.ts";
import type { ClockTable } from "../model/clock-table.ts";
import { type Tariff, tariffSchema } from "../model/rate-table.ts";
import { checkTariff } from "../price/check-tariff.ts";
import { prepareTariff } from "../price/prepare-tariff.ts";
import { QuoteError } from "../price/quote-error.ts";
import type { ExchangeNotes } from "./exchange-notes.ts";
import type { ImportResult } from "./import-result.ts";

type Problem = { path: readonly PropertyKey[]; code: string };

/** Lets out only a tariff that the engine takes: a document may be larger than any tariff, or contradict itself. */
export function finishImport(
  tariff: Tariff,
  { clock, notes }: { clock: ClockTable; notes: ExchangeNotes },
): ImportResult {
  const problem = problemOf(tariff, clock);
  if (!problem) return { tariff, diagnostics: notes.diagnostics };
  notes.unusable(`${problem.path.map(String).join(".")}: ${problem.code}`);
  return { diagnostics: notes.diagnostics };
}

function problemOf(tariff: Tariff, clock: ClockTable): Problem | undefined {
  const read = tariffSchema.safeParse(tariff);
  if (!read.success) return { path: read.error.issues[0]!.path, code: "shape" };
  const wrong = checkTariff(read.data).find(({ severity }) => severity === "error");
  if (wrong) return wrong;
  try {
    prepareTariff(read.data, clock);
    return undefined;
  } catch (error) {
    return caughtAs(QuoteError, error);
  }
}
