"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useDeferredValue, useMemo } from "react";
import { useTranslations } from "use-intl";
import type { ClockTable } from "#engine/model/clock-table.ts";
import type { Draft } from "#engine/model/draft.ts";
import { Typing } from "../../../../ui/primitives/typing.ts";
import { useLot } from "../../../../ui/shell/console-context.tsx";
import { PageBody } from "../../../../ui/shell/page-body.tsx";
import { may } from "../../../../ui/shell/permissions.ts";
import { QueryState } from "../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../ui/state/skeleton.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { ConflictBar } from "./conflict-bar.tsx";
import { type DraftChange, draftChanges } from "./draft-changes.ts";
import type { DraftPart } from "./draft-history.ts";
import { NotLiveBar } from "./not-live-bar.tsx";
import { PricedScope } from "./priced-scope.ts";
import { type DraftEditor, type SavedDraft, useDraftEditor } from "./use-draft-editor.ts";

type DraftContent = Pick<DraftEditor, "content" | "edit" | "undo" | "redo"> & {
  lotId: string;
  live: SavedDraft["live"];
  lot: SavedDraft["lot"];
  clock: ClockTable;
  changes: readonly DraftChange[];
  /** False for people who may read the draft but not change it. */
  editable: boolean;
  canUndo: (part: DraftPart) => boolean;
  canRedo: (part: DraftPart) => boolean;
};

const ContentContext = createContext<DraftContent | null>(null);
const SavingContext = createContext<DraftEditor["saving"] | null>(null);
const LatestContext = createContext<Draft | null>(null);

/** The draft, and how far it is saved. While somebody types it follows a moment after each key. */
export function useDraft(): DraftContent & DraftEditor["saving"] {
  return { ...useDraftContent(), ...given(useContext(SavingContext)) };
}

/** The draft alone, for what is dear to draw: a save draws nothing anew that does not speak of it. */
export function useDraftContent(): DraftContent {
  return given(useContext(ContentContext));
}

/** The draft with each key, for the little that has to follow it at once; null outside the editor of a lot. */
export function useLatestDraft(): Draft | null {
  return useContext(LatestContext);
}

function given<Value>(value: Value | null): Value {
  if (value === null) throw new Error("used outside the editor");
  return value;
}

/** Reads the draft once for tariff, rules and review, so that going from one to the other loses nothing. */
export function DraftProvider({ lotId, children }: { lotId: string; children: ReactNode }) {
  const t = useTranslations("draft");
  const trpc = useTRPC();
  const query = useQuery({ ...trpc.draft.get.queryOptions({ lotId }), refetchOnWindowFocus: "always" });
  if (query.data) {
    return (
      <LoadedDraft lotId={lotId} saved={query.data}>
        {children}
      </LoadedDraft>
    );
  }
  return (
    <PageBody>
      <div className="pt-6">
        <QueryState
          isPage
          query={query}
          what={t("what")}
          skeleton={
            <div className="grid gap-6 lg:grid-cols-2">
              <Skeleton className="h-96" />
              <Skeleton className="h-96" />
            </div>
          }
        >
          {() => null}
        </QueryState>
      </div>
    </PageBody>
  );
}

function LoadedDraft({ lotId, saved, children }: { lotId: string; saved: SavedDraft; children: ReactNode }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remember = useCallback(
    (content: Draft, revision: number, updatedAt: Date) => {
      queryClient.setQueryData(trpc.draft.get.queryKey({ lotId }), (before) =>
        before ? { ...before, content, revision, updatedAt } : before,
      );
      void queryClient.invalidateQueries({ queryKey: trpc.me.status.pathKey() });
    },
    [queryClient, trpc, lotId],
  );
  const editor = useDraftEditor(lotId, saved, remember);
  const role = useLot(lotId)?.role;
  const { content, latest, edit, undo, redo, saving, typing } = editor;
  const { live, lot, clock } = saved;
  // Of a thousand rules the list of changes is long: it gives way to what was clicked.
  const compared = useDeferredValue(content);
  const changes = useMemo(() => draftChanges(live?.draft ?? null, compared), [live, compared]);
  const editable = may(role, "editDraft");
  const canUndo = useParts(editor.history.past);
  const canRedo = useParts(editor.history.future);
  const value = useMemo(
    () => ({ lotId, live, lot, clock, content, changes, editable, edit, undo, redo, canUndo, canRedo }),
    [lotId, live, lot, clock, content, changes, editable, edit, undo, redo, canUndo, canRedo],
  );
  const priced = useMemo(() => ({ ...value, against: "live" as const }), [value]);
  return (
    <Typing value={typing}>
      <LatestContext value={latest}>
        <SavingContext value={saving}>
          <ContentContext value={value}>
            <PricedScope value={priced}>
              <NotLiveBar />
              <ConflictBar />
              {children}
            </PricedScope>
          </ContentContext>
        </SavingContext>
      </LatestContext>
    </Typing>
  );
}

/** Whether a part has steps to take; the same function as long as that stays so. */
function useParts(steps: DraftEditor["history"]["past"]): (part: DraftPart) => boolean {
  const tariff = steps.tariff.length > 0;
  const rules = steps.rules.length > 0;
  return useCallback((part) => (part === "tariff" ? tariff : rules), [tariff, rules]);
}
