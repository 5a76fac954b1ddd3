"use client";

import { useMemo } from "react";
import { compileBundle } from "#engine/compile/compile-bundle.ts";
import { type LoadedBundle, loadBundle } from "#engine/compile/load-bundle.ts";
import type { Diagnostic } from "#engine/model/diagnostic.ts";
import { useDraft } from "../draft-provider.tsx";

/** The draft as an edge would load it, or what stops it. Compiled in the page, at every change. */
export function useDraftBundle(): { bundle: LoadedBundle | null; diagnostics: readonly Diagnostic[] } {
  const { content, lot, clock } = useDraft();
  return useMemo(() => {
    const compiled = compileBundle({ draft: content, lot, clock });
    return { bundle: compiled.ok ? loadBundle(compiled.bytes) : null, diagnostics: compiled.diagnostics };
  }, [content, lot, clock]);
}
