import * as z from "zod";
import { compileBundle } from "#engine/compile/compile-bundle.ts";
import type { Draft } from "#engine/model/draft.ts";
import { BadInputError } from "./bad-input-error.ts";
import { clockTableOf } from "./clock-table-of.ts";
import { diagnosticLine } from "./diagnostic-line.ts";
import { writeOut } from "./line-output.ts";
import { readJson } from "./read-input.ts";

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

/** `liftgate compile`: the bundle's exact bytes, without a line end, so that their SHA-256 is the bundle's name. */
export async function compile({ draft: file }: { draft: string }): Promise<void> {
  const { lot, draft } = await readJson(file, draftFileSchema);
  const result = compileBundle({ draft, lot, clock: clockTableOf(lot.timeZone, file) });
  const lines = result.diagnostics.map((found) => `${file}: ${diagnosticLine(found)}`);
  if (!result.ok) throw new BadInputError(lines);
  for (const line of lines) process.stderr.write(`liftgate: ${line}\n`);
  await writeOut(result.bytes);
}
