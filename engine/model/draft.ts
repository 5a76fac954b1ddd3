import * as z from "zod/mini";
import type { Diagnostic } from "./diagnostic.ts";
import { isNestedDeeperThan } from "./nesting.ts";
import { type Tariff, tariffSchema } from "./rate-table.ts";
import { type ReleaseRules, releaseRulesSchema } from "./rule.ts";
import { shapeDiagnostics } from "./shape-diagnostics.ts";

/** What a person edits and publishes as one: the prices and the release rules of a lot. */
export type Draft = { tariff: Tariff; rules: ReleaseRules };

/** Far above the deepest draft that the bounds allow, far below what could exhaust a stack. */
const DRAFT_DEPTH_MAX = 40;

const draftSchema = z.strictObject({ tariff: tariffSchema, rules: releaseRulesSchema });

/** A draft from outside (a form, a file). Checks the shape only; what the parts mean together is checked when it is compiled. */
export function readDraft(input: unknown): { ok: true; draft: Draft } | { ok: false; diagnostics: Diagnostic[] } {
  if (isNestedDeeperThan(input, DRAFT_DEPTH_MAX)) {
    const deep: Diagnostic = { code: "shape.tooDeep", severity: "error", path: [], params: { max: DRAFT_DEPTH_MAX } };
    return { ok: false, diagnostics: [deep] };
  }
  const read = draftSchema.safeParse(input);
  if (!read.success) return { ok: false, diagnostics: shapeDiagnostics(read.error.issues) };
  return { ok: true, draft: read.data };
}
