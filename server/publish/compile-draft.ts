import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { limits } from "#contracts/limits.ts";
import { compileBundle, type LotSetting } from "#engine/compile/compile-bundle.ts";
import type { Diagnostic } from "#engine/model/diagnostic.ts";
import type { Draft } from "#engine/model/draft.ts";
import { verifyRules } from "#engine/verify/verify-rules.ts";
import { readClockTable } from "./read-clock-table.ts";

export type CompiledDraft = {
  readonly diagnostics: readonly Diagnostic[];
  readonly gzipBytes: number | null;
  /** Null when something stops the draft. */
  readonly bundle: { readonly bytes: Uint8Array; readonly sha256: string; readonly semantics: number } | null;
};

/** More than anybody reads at once; the rest shows when these are mended. */
const diagnosticsMax = 200;
const gzipOf = promisify(gzip);

/**
 * Compiles a lot's draft with today's clock table, checks that the result still travels to an edge, and proves of its
 * rules what must hold of every lot: that a car without privilege can leave by each exit.
 */
export async function compileDraft(draft: Draft, lot: LotSetting, nowMs: number): Promise<CompiledDraft> {
  const compiled = compileBundle({ draft, lot, clock: readClockTable(lot.timeZone, nowMs) });
  const diagnostics = compiled.diagnostics.slice(0, diagnosticsMax);
  if (!compiled.ok) return { diagnostics, gzipBytes: null, bundle: null };
  const { bytes, sha256 } = compiled;
  const gzipBytes = (await gzipOf(bytes)).length;
  if (gzipBytes > limits.bundleGzipBytesMax) {
    return { diagnostics: [...diagnostics, tooLarge(gzipBytes)], gzipBytes, bundle: null };
  }
  const disproved = verifyRules(draft.rules, lot, ["rules"]).findings.flatMap(({ code, severity, path, params }) =>
    severity === "error" ? [{ code, severity, path, params }] : [],
  );
  if (disproved.length > 0) return { diagnostics: [...disproved, ...diagnostics], gzipBytes, bundle: null };
  return { diagnostics, gzipBytes, bundle: { bytes, sha256, semantics: compiled.bundle.semantics } };
}

function tooLarge(gzipBytes: number): Diagnostic {
  const max = limits.bundleGzipBytesMax;
  const message = `the bundle has ${gzipBytes} bytes in gzip; at most ${max} reach an edge`;
  return { code: "bundle.tooLarge", severity: "error", path: [], params: { bytes: gzipBytes, max, message } };
}
