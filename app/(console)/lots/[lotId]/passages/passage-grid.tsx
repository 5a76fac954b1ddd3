"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useDensity } from "../../../../ui/theme/use-density.ts";
import { type PassageListRow, PassageRow, passageColumns } from "./passage-row.tsx";

const rowPixels = { comfortable: 40, compact: 32 };
const cardPixels = 92;
const overscanRows = 12;

/**
 * The list itself: only rows near the window are drawn. J and K or the arrows move, Enter opens the page, Space
 * the side panel, Esc closes it; the keys act only while a row has the focus.
 */
export function PassageGrid(props: {
  rows: readonly PassageListRow[];
  openId: string | null;
  focusedId: string | null;
  onOpen: (passageId: string | null) => void;
  onEnter: (passageId: string) => void;
  onNearEnd: () => void;
  fetchingMore: boolean;
}) {
  const { rows, onNearEnd } = props;
  const t = useTranslations("passages");
  const list = useRef<HTMLTableSectionElement>(null);
  const [offset, setOffset] = useState(0);
  const [narrow, setNarrow] = useState(false);
  const density = useDensity();
  useEffect(() => {
    const query = window.matchMedia("(width < 40rem)");
    const update = () => {
      setNarrow(query.matches);
      setOffset(list.current?.offsetTop ?? 0);
    };
    update();
    query.addEventListener("change", update);
    return () => query.removeEventListener("change", update);
  }, []);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (narrow ? cardPixels : rowPixels[density]),
    overscan: overscanRows,
    scrollMargin: offset,
    scrollPaddingStart: 96,
    scrollPaddingEnd: 64,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are another height when the window turns narrow.
  useEffect(() => virtualizer.measure(), [narrow, density]);
  const drawn = virtualizer.getVirtualItems();
  const lastDrawn = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && lastDrawn >= rows.length - overscanRows) onNearEnd();
  }, [lastDrawn, rows.length, onNearEnd]);

  function step(index: number): void {
    const row = rows[index];
    if (!row) return;
    virtualizer.scrollToIndex(index);
    requestAnimationFrame(() => document.getElementById(rowId(row.passageId))?.focus());
    if (props.openId) props.onOpen(row.passageId);
  }

  function onKey(event: KeyboardEvent<HTMLElement>, index: number): void {
    const row = rows[index];
    if (!row || event.metaKey || event.ctrlKey || event.altKey || event.target !== event.currentTarget) return;
    const acts: Record<string, () => void> = {
      j: () => step(index + 1),
      ArrowDown: () => step(index + 1),
      k: () => step(index - 1),
      ArrowUp: () => step(index - 1),
      Enter: () => props.onEnter(row.passageId),
      " ": () => props.onOpen(props.openId === row.passageId ? null : row.passageId),
      Escape: () => props.onOpen(null),
    };
    const act = acts[event.key] ?? acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  }

  const focusable =
    props.focusedId && rows.some((row) => row.passageId === props.focusedId) ? props.focusedId : rows[0]?.passageId;
  return (
    <div className="@container min-w-0 flex-1">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows take the focus and are chosen by keys, which is a grid. */}
      <table role="grid" aria-label={t("title")} aria-rowcount={rows.length + 1} className="block">
        <thead className="sticky top-12 z-10 block bg-background max-sm:sr-only">
          <tr
            aria-rowindex={1}
            className={`h-8 items-center border-b border-border text-small font-medium text-muted ${passageColumns}`}
          >
            {(["time", "plate", "lane", "decision", "fee", "version"] as const).map((column) => (
              <th
                key={column}
                scope="col"
                className={`font-medium ${column === "fee" || column === "version" ? "text-right" : "text-left"} ${column === "version" ? "@max-[48rem]:hidden" : ""}`}
              >
                {t(`columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={list} className="relative block" style={{ height: virtualizer.getTotalSize() }}>
          {drawn.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <PassageRow
                key={row.passageId}
                id={rowId(row.passageId)}
                row={row}
                rowIndex={item.index + 2}
                selected={row.passageId === props.openId}
                focusable={row.passageId === focusable}
                top={item.start - offset}
                height={item.size}
                onClick={() => props.onOpen(row.passageId)}
                onKeyDown={(event) => onKey(event, item.index)}
              />
            );
          })}
        </tbody>
      </table>
      <p role="status" className="h-8 pt-2 text-center text-small text-muted">
        {props.fetchingMore ? t("loadingMore") : ""}
      </p>
    </div>
  );
}

function rowId(passageId: string): string {
  return `passage-${passageId}`;
}
