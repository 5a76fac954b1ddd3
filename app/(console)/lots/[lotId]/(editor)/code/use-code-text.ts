"use client";

import { useEffect, useMemo, useState } from "react";
import { canonicalJson } from "#engine/compile/canonical-json.ts";
import type { Draft } from "#engine/model/draft.ts";
import { draftPartText } from "#engine/text/draft-part-text.ts";
import { readDraftPart } from "#engine/text/read-draft-part.ts";
import { useMe } from "../../../../../ui/shell/console-context.tsx";
import { useDraft } from "../draft-provider.tsx";
import { forgetText, keepText, readKeptText } from "./kept-text.ts";

/** `base` is the part of the draft that the text said when the two last agreed. */
type Written = { text: string; base: string; keptAt: number | null };

/**
 * The text of a part of the draft. What reads as a draft goes into it at once; what does not is kept in the browser
 * beside it. A text begun on a draft that somebody has changed since goes in only when the person says so.
 */
export function useCodeText(part: keyof Draft) {
  const draft = useDraft();
  const me = useMe();
  const whose = useMemo(() => ({ userId: me.user.id, lotId: draft.lotId, part }), [me.user.id, draft.lotId, part]);
  const value = draft.content[part];
  const current = useMemo(() => canonicalJson(value), [value]);
  const [written, setWritten] = useState<Written>(() => {
    const kept = draft.editable ? readKeptText(whose) : null;
    if (kept) return { text: kept.text, base: kept.base, keptAt: kept.at };
    return { text: draftPartText(part, value), base: current, keptAt: null };
  });
  const read = useMemo(() => readDraftPart(part, written.text, draft.content), [part, written.text, draft.content]);
  const says = useMemo(() => (read.kind === "part" ? canonicalJson(read.value) : null), [read]);
  const isPending = written.keptAt !== null;
  const isStale = isPending && written.base !== current;

  const agree = (text: string, base: string) => {
    forgetText(whose);
    setWritten({ text, base, keptAt: null });
  };
  // What came into the draft from elsewhere (undo, a colleague, a reset) is shown, unless an unfinished text stands here.
  useEffect(() => {
    if (isPending || written.base === current) return;
    setWritten({ text: draftPartText(part, value), base: current, keptAt: null });
  }, [isPending, written.base, current, part, value]);

  const use = (text: string): boolean => {
    const next = readDraftPart(part, text, draft.content);
    if (next.kind !== "part") return false;
    const base = canonicalJson(next.value);
    if (base !== current) draft.edit(part, next.value);
    agree(text, base);
    return true;
  };
  return {
    text: written.text,
    read,
    says,
    keptAt: written.keptAt,
    isStale,
    write: (text: string) => {
      if (!isStale && use(text)) return;
      const keptAt = Date.now();
      const { base } = written;
      setWritten({ text, base, keptAt: keepText(whose, { text, base, at: keptAt }) ? keptAt : 0 });
    },
    useText: () => use(written.text),
    discard: () => agree(draftPartText(part, value), current),
  };
}
