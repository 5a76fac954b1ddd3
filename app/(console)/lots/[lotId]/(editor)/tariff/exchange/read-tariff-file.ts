import { importApds } from "#engine/exchange/import-apds.ts";
import { importOcpi } from "#engine/exchange/import-ocpi.ts";
import type { ImportResult } from "#engine/exchange/import-result.ts";
import type { ClockTable } from "#engine/model/clock-table.ts";
import { isNestedDeeperThan } from "#engine/model/nesting.ts";
import { tariffSchema } from "#engine/model/rate-table.ts";
import { shapeDiagnostics } from "#engine/model/shape-diagnostics.ts";
import { checkTariff } from "#engine/price/check-tariff.ts";

/** Bounds of one file. */
export const tariffFileBytesMax = 2_000_000;
const depthMax = 60;

type TariffFormat = "liftgate" | "ocpi" | "apds";
export type TariffFile = ImportResult & { format: TariffFormat };

/**
 * A tariff from a file: our own JSON, an OCPI Tariff or APDS rate tables, told apart by their keys. Null where the text
 * is no JSON or nests too deeply.
 */
export function readTariffFile(text: string, clock: ClockTable): TariffFile | null {
  const input = parsed(text);
  if (input === null || isNestedDeeperThan(input, depthMax)) return null;
  const keys = typeof input === "object" && !Array.isArray(input) ? Object.keys(input) : [];
  if (keys.includes("elements")) return { format: "ocpi", ...importOcpi(input, { clock }) };
  const own = keys.includes("tariff") ? (input as { tariff: unknown }).tariff : input;
  const ownKeys = typeof own === "object" && own !== null ? Object.keys(own) : [];
  if (!ownKeys.includes("currency") || !ownKeys.includes("rateEligibility")) {
    return { format: "apds", ...importApds(input, { clock }) };
  }
  const read = tariffSchema.safeParse(own);
  if (!read.success) return { format: "liftgate", diagnostics: shapeDiagnostics(read.error.issues) };
  const diagnostics = checkTariff(read.data);
  const isUsable = diagnostics.every(({ severity }) => severity !== "error");
  return { format: "liftgate", diagnostics, ...(isUsable && { tariff: read.data }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON; the page says so.
    return null;
  }
}
