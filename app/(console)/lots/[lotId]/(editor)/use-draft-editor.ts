"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Draft } from "#engine/model/draft.ts";
import type { Instant } from "../../../../ui/format/lot-time.ts";
import { useSettled } from "../../../../ui/primitives/use-settled.ts";
import { failureOf } from "../../../../ui/state/failure.ts";
import type { Outputs } from "../../../../ui/trpc/outputs.ts";
import { useTRPCClient } from "../../../../ui/trpc/trpc-provider.tsx";
import { type DraftPart, startHistory, withEdit, withRedo, withUndo } from "./draft-history.ts";
import { sameDraft } from "./same-value.ts";
import { type LastEdit, nextEdit, noEdit } from "./typed-fields.ts";

export type SavedDraft = Outputs["draft"]["get"];

/** Somebody saved this draft since it was read here. */
export type DraftConflict = { revision: number; updatedName: string; updatedAt: Instant; content: Draft };

export type SaveState =
  | { kind: "saved"; at: Instant }
  | { kind: "saving" }
  | { kind: "failed"; reason: string }
  | { kind: "conflict"; theirs: DraftConflict };

const settleMs = 600;
const retryMs = 5_000;

/**
 * The draft in the page: edits, undo, autosave. Saves go one at a time and name the revision they
 * build on; when somebody else has saved since, saving stops until the person chooses.
 */
export function useDraftEditor(
  lotId: string,
  saved: SavedDraft,
  onSaved: (content: Draft, revision: number, updatedAt: Date) => void,
) {
  const client = useTRPCClient();
  const [history, setHistory] = useState(() => startHistory(saved.content));
  const [revision, setRevision] = useState(saved.revision);
  const [savedContent, setSavedContent] = useState(saved.content);
  const [save, setSave] = useState<SaveState>({ kind: "saved", at: saved.updatedAt });
  const lastEdit = useRef<LastEdit>(noEdit);
  const { settled: content, typing } = useSettled(history.content);
  const latest = useRef(history.content);
  latest.current = history.content;
  const mounted = useRef(true);
  const dirty = useMemo(() => !sameDraft(content, savedContent), [content, savedContent]);
  const isWaiting = useRef((): boolean => false);
  isWaiting.current = () => !sameDraft(latest.current, savedContent);

  const takeOver = useCallback((next: { content: Draft; revision: number; updatedAt: Instant }) => {
    setHistory(startHistory(next.content));
    setRevision(next.revision);
    setSavedContent(next.content);
    setSave({ kind: "saved", at: next.updatedAt });
  }, []);

  // What another person saved is taken over at once as long as nothing of one's own waits.
  useEffect(() => {
    if (saved.revision <= revision || dirty || isWaiting.current() || save.kind !== "saved") return;
    takeOver(saved);
  }, [saved, revision, dirty, save.kind, takeOver]);

  const store = useCallback(
    async (next: Draft, onRevision: number) => {
      setSave({ kind: "saving" });
      try {
        const answer = await client.draft.save.mutate({ lotId, content: next, revision: onRevision });
        setRevision(answer.revision);
        setSavedContent(next);
        setSave({ kind: "saved", at: answer.updatedAt });
        onSaved(next, answer.revision, answer.updatedAt);
        // Keys typed during the save of somebody who has left the page meanwhile.
        if (!mounted.current && latest.current !== next) await store(latest.current, answer.revision);
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind === "conflict" && failure.conflict) {
          setSave({ kind: "conflict", theirs: failure.conflict as DraftConflict });
        } else {
          setSave({ kind: "failed", reason: failure.message });
        }
      }
    },
    [client, lotId, onSaved],
  );

  useEffect(() => {
    if (!dirty || save.kind === "saving" || save.kind === "conflict") return;
    const timer = setTimeout(() => void store(content, revision), save.kind === "failed" ? retryMs : settleMs);
    return () => clearTimeout(timer);
  }, [dirty, save.kind, content, revision, store]);

  const waiting = useRef<() => void>(() => undefined);
  waiting.current = () => {
    if (isWaiting.current() && (save.kind === "saved" || save.kind === "failed")) void store(latest.current, revision);
  };
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
      waiting.current();
    };
  }, []);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (isWaiting.current()) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, []);

  const edit = useCallback(<Part extends DraftPart>(part: Part, value: Draft[Part]) => {
    const before = { [part]: latest.current[part] };
    const { joins, ...next } = nextEdit(lastEdit.current, Date.now(), before, { [part]: value });
    lastEdit.current = next;
    setHistory((history) => withEdit(history, part, value, joins));
  }, []);

  const undo = useCallback((part: DraftPart) => {
    lastEdit.current = noEdit;
    setHistory((before) => withUndo(before, part));
  }, []);
  const redo = useCallback((part: DraftPart) => {
    lastEdit.current = noEdit;
    setHistory((before) => withRedo(before, part));
  }, []);
  const keepMine = useCallback(
    (theirs: DraftConflict) => {
      setRevision(theirs.revision);
      setSavedContent(theirs.content);
      void store(latest.current, theirs.revision);
    },
    [store],
  );
  const saveNow = useCallback(() => void store(latest.current, revision), [store, revision]);
  // With each key: what is typed is never called saved, however late the rest of the page follows.
  const isUnsaved = dirty || history.content !== content;
  const saving = useMemo(
    // `replace` puts a draft in place that the server has just made, such as a reset to live.
    () => ({ revision, save, dirty: isUnsaved, takeTheirs: takeOver, keepMine, replace: takeOver, saveNow }),
    [revision, save, isUnsaved, takeOver, keepMine, saveNow],
  );
  return {
    /** With each key that was typed. */
    latest: history.content,
    /** A moment later while somebody types. */
    content,
    typing,
    history,
    edit,
    undo,
    redo,
    saving,
  };
}

export type DraftEditor = ReturnType<typeof useDraftEditor>;
