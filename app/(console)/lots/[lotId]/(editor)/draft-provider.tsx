"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useMemo } from "react";
import { useTranslations } from "use-intl";
import type { ClockTable } from "#engine/model/clock-table.ts";
import type { Draft } from "#engine/model/draft.ts";
import { useLot } from "../../../../ui/shell/console-context.tsx";
import { PageBody } from "../../../../ui/shell/page-body.tsx";
import { may } from "../../../../ui/shell/permissions.ts";
import { QueryState } from "../../../../ui/state/query-state.tsx";
import { Skeleton } from "../../../../ui/state/skeleton.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { ConflictBar } from "./conflict-bar.tsx";
import { type DraftChange, draftChanges } from "./draft-changes.ts";
import { NotLiveBar } from "./not-live-bar.tsx";
import { PricedScope } from "./priced-scope.ts";
import { type DraftEditor, type SavedDraft, useDraftEditor } from "./use-draft-editor.ts";

type DraftContextValue = DraftEditor & {
  lotId: string;
  live: SavedDraft["live"];
  lot: SavedDraft["lot"];
  clock: ClockTable;
  changes: readonly DraftChange[];
  /** False for people who may read the draft but not change it. */
  editable: boolean;
};

const DraftContext = createContext<DraftContextValue | null>(null);

export function useDraft(): DraftContextValue {
  const value = useContext(DraftContext);
  if (!value) throw new Error("used outside the editor");
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
  const { content } = editor;
  const { live, lot, clock } = saved;
  const changes = useMemo(() => draftChanges(live?.draft ?? null, content), [live, content]);
  const value = { ...editor, lotId, live, lot, clock, changes, editable: may(role, "editDraft") };
  return (
    <DraftContext value={value}>
      <PricedScope value={{ ...value, against: "live" }}>
        <NotLiveBar />
        <ConflictBar />
        {children}
      </PricedScope>
    </DraftContext>
  );
}
