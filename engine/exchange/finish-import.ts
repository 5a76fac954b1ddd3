import { type Tariff, tariffSchema } from "../model/rate-table.ts";
import { checkTariff } from "../price/check-tariff.ts";
import type { ExchangeNotes } from "./exchange-notes.ts";
import type { ImportResult } from "./import-result.ts";

/** Lets out only a tariff that the engine takes: a document may be larger than any tariff, or contradict itself. */
export function finishImport(tariff: Tariff, notes: ExchangeNotes): ImportResult {
  const read = tariffSchema.safeParse(tariff);
  const problem = read.success
    ? checkTariff(read.data).find(({ severity }) => severity === "error")
    : { code: "exchange.tooMuch", path: read.error.issues[0]?.path ?? [] };
  if (!problem) return { tariff, diagnostics: notes.diagnostics };
  notes.error("exchange.unusable", [], { problem: `${problem.path.map(String).join(".")}: ${problem.code}` });
  return { diagnostics: notes.diagnostics };
}
