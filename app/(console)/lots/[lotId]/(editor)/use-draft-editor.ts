"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { canonicalJson } from "#engine/compile/canonical-json.ts";
import type { Draft } from "#engine/model/draft.ts";
import type { Instant } from "../../../../ui/format/lot-time.ts";
import { failureOf } from "../../../../ui/state/failure.ts";
import type { Outputs } from "../../../../ui/trpc/outputs.ts";
import { useTRPCClient } from "../../../../ui/trpc/trpc-provider.tsx";
import { type DraftPart, startHistory, withEdit, withRedo, withUndo } from "./draft-history.ts";

export type SavedDraft = Outputs["draft"]["get"];

/** Somebody saved this draft since it was read here. */
export type DraftConflict = { revision: number; updatedName: string; updatedAt: Instant; content: Draft };

export type SaveState =
  | { kind: "saved"; at: Instant }
  | { kind: "saving" }
  | { kind: "failed"; reason: string }
  | { kind: "conflict"; theirs: DraftConflict };

const settleMs = 600;
const joinMs = 1_000;
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
  const [savedText, setSavedText] = useState(() => canonicalJson(saved.content));
  const [save, setSave] = useState<SaveState>({ kind: "saved", at: saved.updatedAt });
  const lastEditAt = useRef({ part: "tariff" as DraftPart, at: 0 });
  const content = history.content;
  const latest = useRef(content);
  latest.current = content;
  const mounted = useRef(true);
  const dirty = canonicalJson(content) !== savedText;

  // What another person saved is taken over at once as long as nothing of one's own waits.
  useEffect(() => {
    if (saved.revision <= revision || dirty || save.kind !== "saved") return;
    setHistory(startHistory(saved.content));
    setRevision(saved.revision);
    setSavedText(canonicalJson(saved.content));
    setSave({ kind: "saved", at: saved.updatedAt });
  }, [saved, revision, dirty, save.kind]);

  const store = useCallback(
    async (next: Draft, onRevision: number) => {
      setSave({ kind: "saving" });
      try {
        const answer = await client.draft.save.mutate({ lotId, content: next, revision: onRevision });
        setRevision(answer.revision);
        setSavedText(canonicalJson(next));
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
    if (dirty && (save.kind === "saved" || save.kind === "failed")) void store(content, revision);
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
      if (dirty) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [dirty]);

  const edit = useCallback(<Part extends DraftPart>(part: Part, value: Draft[Part]) => {
    const now = Date.now();
    const joins = lastEditAt.current.part === part && now - lastEditAt.current.at < joinMs;
    lastEditAt.current = { part, at: now };
    setHistory((before) => withEdit(before, part, value, joins));
  }, []);

  return {
    content,
    revision,
    save,
    dirty,
    edit,
    undo: (part: DraftPart) => setHistory((before) => withUndo(before, part)),
    redo: (part: DraftPart) => setHistory((before) => withRedo(before, part)),
    canUndo: (part: DraftPart) => history.past[part].length > 0,
    canRedo: (part: DraftPart) => history.future[part].length > 0,
    takeTheirs: (theirs: DraftConflict) => {
      setHistory(startHistory(theirs.content));
      setRevision(theirs.revision);
      setSavedText(canonicalJson(theirs.content));
      setSave({ kind: "saved", at: theirs.updatedAt });
    },
    keepMine: (theirs: DraftConflict) => {
      setRevision(theirs.revision);
      setSavedText(canonicalJson(theirs.content));
      void store(content, theirs.revision);
    },
    /** Puts a draft in place that the server has just made, such as a reset to live. */
    replace: (next: { content: Draft; revision: number; updatedAt: Instant }) => {
      setHistory(startHistory(next.content));
      setRevision(next.revision);
      setSavedText(canonicalJson(next.content));
      setSave({ kind: "saved", at: next.updatedAt });
    },
    saveNow: () => void store(content, revision),
  };
}

export type DraftEditor = ReturnType<typeof useDraftEditor>;
