import { compileBundle } from "#engine/compile/compile-bundle.ts";
import type { Finding, Undecided } from "#engine/verify/finding.ts";
import { verifyDraft } from "#engine/verify/verify-draft.ts";
import type { DraftFile } from "./read-draft-file.ts";

/** What compiler and verifier find. A draft that does not compile means nothing that could be verified. */
export function draftFindings({ draft, lot, clock }: DraftFile): {
  findings: readonly Finding[];
  undecided: readonly Undecided[];
} {
  const compiled = compileBundle({ draft, lot, clock });
  if (!compiled.ok) return { findings: compiled.diagnostics, undecided: [] };
  const { findings, undecided } = verifyDraft({ draft, lot, clock });
  return { findings: [...compiled.diagnostics, ...findings], undecided };
}
