import * as z from "zod";
import { compileBundle, type LotSetting } from "#engine/compile/compile-bundle.ts";
import { type LoadedBundle, loadBundle } from "#engine/compile/load-bundle.ts";
import type { ClockTable } from "#engine/model/clock-table.ts";
import type { Diagnostic } from "#engine/model/diagnostic.ts";
import type { Draft } from "#engine/model/draft.ts";
import { BadInputError } from "./bad-input-error.ts";
import { clockTableOf } from "./clock-table-of.ts";
import { diagnosticLine } from "./diagnostic-line.ts";
import { bundleOfBytes } from "./load-bundle-file.ts";
import { readBytes, readJson } from "./read-input.ts";

const laneSchema = z.object({ id: z.string(), name: z.string(), direction: z.enum(["entry", "exit", "transfer"]) });
const lotSchema = z.object({
  id: z.string(),
  name: z.string(),
  timeZone: z.string(),
  country: z.string(),
  lanes: z.array(laneSchema),
});
/** The draft's own shape is the compiler's business: it says more about what is wrong. */
const draftFileSchema = z.object({
  lot: lotSchema,
  draft: z.custom<Draft>((value) => value !== undefined, "is missing"),
});

export type DraftFile = { lot: LotSetting; draft: Draft; clock: ClockTable };

/** A draft with the lot that it is for. */
export async function readDraftFile(file: string): Promise<DraftFile> {
  const { lot, draft } = await readJson(file, draftFileSchema);
  return { lot, draft, clock: clockTableOf(lot.timeZone, file) };
}

/** A draft of a file, compiled; what is wrong with it stands in the error. */
export function compileDraftFile({ lot, draft, clock }: DraftFile, file: string) {
  const result = compileBundle({ draft, lot, clock });
  if (!result.ok) throw new BadInputError(linesOf(result.diagnostics, file));
  for (const line of linesOf(result.diagnostics, file)) process.stderr.write(`liftgate: ${line}\n`);
  return result;
}

function linesOf(diagnostics: readonly Diagnostic[], file: string): string[] {
  return diagnostics.map((found) => `${file}: ${diagnosticLine(found)}`);
}

/** A bundle, or a draft with its lot, which is compiled. */
export async function readBundleOrDraft(file: string): Promise<LoadedBundle> {
  const bytes = await readBytes(file);
  if (isBundle(bytes)) return bundleOfBytes(bytes, file);
  return loadBundle(compileDraftFile(await readDraftFile(file), file).bytes);
}

function isBundle(bytes: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === "object" && value !== null && "semantics" in value;
  } catch {
    return false; // reading it as a draft says what is wrong
  }
}
