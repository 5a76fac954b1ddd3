"use client";

import { useEffect, useRef, useState } from "react";
import type { RateTable } from "#engine/model/rate-table.ts";
import { tableOverrides } from "#engine/share/table-overrides.ts";
import { takeVersion } from "#engine/share/take-version.ts";
import { useMe } from "../../../../ui/shell/console-context.tsx";
import { type LastEdit, nextEdit, noEdit } from "../../../lots/[lotId]/(editor)/typed-fields.ts";
import { keepTable, readKeptTable } from "./kept-table.ts";
import type { SharedTable } from "./table-view.tsx";

type Edits = {
  /** The version that they were begun on. */
  base: { number: number; content: RateTable };
  table: RateTable;
  past: readonly RateTable[];
  future: readonly RateTable[];
};

const stepsMax = 100;

/** The next version of a shared table as it is being written: edits, undo, and what to do when somebody was faster. */
export function useTableEdits(shared: SharedTable) {
  const whose = { userId: useMe().user.id, tableId: shared.id };
  const [newest] = shared.versions;
  const [edits, setEdits] = useState<Edits>(() => begin(shared, readKeptTable(whose)));
  const lastEdit = useRef<LastEdit>(noEdit);
  const { base, table, past, future } = edits;
  const changes = tableOverrides(base.content, table);
  const dirty = changes.length > 0;
  const stale = newest && newest.number > base.number ? newest : null;
  // What somebody else wrote is taken over at once as long as there is nothing of one's own.
  useEffect(() => {
    if (stale && !dirty) setEdits(begin(shared, null));
  }, [stale, dirty, shared]);
  const { userId, tableId } = whose;
  useEffect(() => {
    keepTable({ userId, tableId }, dirty ? { number: base.number, table } : null);
  }, [userId, tableId, dirty, base.number, table]);
  return {
    ...{ base, table, changes, dirty },
    /** The newer version, while there are edits that were begun on an older one. */
    stale: dirty ? stale : null,
    edit: (next: RateTable) => {
      const edit = nextEdit(lastEdit.current, Date.now(), table, next);
      lastEdit.current = edit;
      const joins = edit.joins && past.length > 0;
      setEdits({ base, table: next, past: joins ? past : [...past, table].slice(-stepsMax), future: [] });
    },
    undo: () => {
      lastEdit.current = noEdit;
      const before = past.at(-1);
      if (before) setEdits({ base, table: before, past: past.slice(0, -1), future: [...future, table] });
    },
    redo: () => {
      lastEdit.current = noEdit;
      const next = future.at(-1);
      if (next) setEdits({ base, table: next, past: [...past, table], future: future.slice(0, -1) });
    },
    canUndo: past.length > 0,
    canRedo: future.length > 0,
    takeTheirs: () => setEdits(begin(shared, null)),
    /** Puts the edits on the newer version; where both changed the same, one's own stand. */
    keepMine: () => {
      if (!stale) return;
      const { table: merged } = takeVersion({ base: base.content, mine: table, next: stale.content });
      setEdits({ base: stale, table: merged, past: [], future: [] });
    },
    /** The edits have become this version. */
    saved: (number: number) => setEdits({ base: { number, content: table }, table, past: [], future: [] }),
  };
}

function begin({ versions }: SharedTable, kept: ReturnType<typeof readKeptTable>): Edits {
  const base = versions.find(({ number }) => number === kept?.number) ?? versions[0]!;
  const table = kept && base.number === kept.number ? kept.table : base.content;
  return { base, table, past: [], future: [] };
}
