import { compileBundle, type LotSetting } from "#engine/compile/compile-bundle.ts";
import type { ClockTable } from "#engine/model/clock-table.ts";
import type { Diagnostic } from "#engine/model/diagnostic.ts";
import type { Draft } from "#engine/model/draft.ts";

/** A draft with the lot that it is for. */
export type DraftSetting = { readonly content: Draft; readonly lot: LotSetting; readonly clock: ClockTable };

/** What the compiler finds in one part of a draft; paths begin inside the part. */
export function compiledFindings(part: keyof Draft, { content, lot, clock }: DraftSetting): Diagnostic[] {
  return compileBundle({ draft: content, lot, clock })
    .diagnostics.filter(({ path }) => path[0] === part)
    .map((found) => ({ ...found, path: found.path.slice(1) }));
}
