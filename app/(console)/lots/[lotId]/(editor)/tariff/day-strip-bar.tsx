"use client";

import clsx from "clsx";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useLocale, useTranslations } from "use-intl";
import type { RateTable } from "#engine/model/rate-table.ts";
import { periodText } from "#engine/words/rate-table-period.ts";
import { priceClause } from "#engine/words/rate-table-price.ts";
import { timeOfDayText } from "../../../../../ui/format/time-of-day.ts";
import { type Block, type DayStrip, type Edge, edgesOf, lengthOf, moveEdge } from "./day-strip.ts";

const dayMinutes = 1_440;
const stepMinutes = 15;

type Props = {
  table: RateTable;
  strip: DayStrip;
  currency: string;
  editable: boolean;
  onChange: (table: RateTable) => void;
};

/** The 24 hours of one kind of day. It begins where its first price does, so a window across midnight is one block. */
export function DayStripBar({ table, strip, currency, editable, onChange }: Props) {
  const t = useTranslations("strip");
  const locale = useLocale();
  const bar = useRef<HTMLDivElement>(null);
  const first = strip.blocks.reduce((a, b) => (b.collection < a.collection ? b : a));
  const share = (minute: number) => (turn(minute - first.start) / dayMinutes) * 100;
  const nameOf = (block: Block) => {
    const collection = table.rateLineCollections[block.collection];
    return collection?.name ?? collection?.id ?? "";
  };
  const days = periodText(strip.days, locale);
  return (
    <div className="flex flex-col gap-1">
      {days ? <p className="text-small text-muted">{days}</p> : null}
      <div ref={bar} className="relative h-8 select-none rounded-control border border-control bg-background">
        {strip.blocks.map((block, place) => {
          const line = table.rateLineCollections[block.collection]?.rateLines[0];
          const price = line ? priceClause(line, { currency, locale }) : t("free");
          return (
            <div
              key={`${block.collection} ${block.period}`}
              style={{ left: `${share(block.start)}%`, width: `${(block.length / dayMinutes) * 100}%` }}
              title={`${nameOf(block)}: ${price}`}
              className={clsx(
                "absolute inset-y-0 flex items-center overflow-hidden px-2",
                place % 2 === 1 ? "bg-quiet-tint" : "bg-accent-tint",
              )}
            >
              <span className="truncate text-small">
                <span className="font-medium">{nameOf(block)}</span> {price}
              </span>
            </div>
          );
        })}
        {edgesOf(strip).map((edge) => (
          <Handle
            key={keyOf(edge)}
            edge={edge}
            left={share(edge.minute)}
            editable={editable}
            label={
              edge.ends && edge.starts
                ? t("edge", { ends: nameOf(edge.ends), starts: nameOf(edge.starts) })
                : edge.starts
                  ? t("starts", { name: nameOf(edge.starts) })
                  : t("ends", { name: edge.ends ? nameOf(edge.ends) : "" })
            }
            minutesPerPixel={() => dayMinutes / Math.max(1, bar.current?.clientWidth ?? 1)}
            onMove={(minute) => onChange(moveEdge(table, edge, minute))}
          />
        ))}
      </div>
      <div aria-hidden className="relative h-4 text-small text-muted">
        {edgesOf(strip).map((edge) => (
          <span
            key={keyOf(edge)}
            style={{ left: `${share(edge.minute)}%` }}
            className={clsx("absolute", share(edge.minute) > 0 && "-translate-x-1/2")}
          >
            {timeOfDayText(turn(edge.minute))}
          </span>
        ))}
        <span className="absolute right-0">{timeOfDayText(first.start)}</span>
      </div>
    </div>
  );
}

function Handle(props: {
  edge: Edge;
  left: number;
  label: string;
  editable: boolean;
  minutesPerPixel: () => number;
  onMove: (minute: number) => void;
}) {
  const t = useTranslations("strip");
  const { edge, onMove } = props;
  const drag = useRef<{ x: number; applied: number } | null>(null);

  function walk(event: KeyboardEvent): void {
    const step = event.shiftKey ? 1 : stepMinutes;
    const up = Math.floor(edge.minute / step) * step + step;
    const down = Math.ceil(edge.minute / step) * step - step;
    const next = {
      ArrowRight: up,
      ArrowUp: up,
      ArrowLeft: down,
      ArrowDown: down,
      PageUp: edge.minute + 60,
      PageDown: edge.minute - 60,
      Home: edge.min,
      End: edge.max,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onMove(next);
  }

  function follow(event: PointerEvent): void {
    if (!drag.current) return;
    const wanted = Math.round(((event.clientX - drag.current.x) * props.minutesPerPixel()) / stepMinutes) * stepMinutes;
    const delta = wanted - drag.current.applied;
    if (delta === 0) return;
    drag.current.applied = wanted;
    onMove(edge.minute + delta);
  }

  return (
    <div
      role="slider"
      tabIndex={props.editable ? 0 : -1}
      aria-label={props.label}
      aria-disabled={!props.editable}
      aria-valuemin={edge.min}
      aria-valuemax={edge.max}
      aria-valuenow={edge.minute}
      aria-valuetext={timeOfDayText(turn(edge.minute))}
      title={t("hint")}
      style={{ left: `${props.left}%` }}
      className="group absolute inset-y-0 z-10 flex w-6 -translate-x-1/2 cursor-ew-resize touch-none items-center justify-center rounded-control"
      {...(props.editable
        ? {
            onKeyDown: walk,
            onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              drag.current = { x: event.clientX, applied: 0 };
            },
            onPointerMove: follow,
            onPointerUp: () => {
              drag.current = null;
            },
          }
        : {})}
    >
      <span className="h-full w-1 rounded-tag bg-control group-hover:bg-accent group-focus-visible:bg-accent" />
    </div>
  );
}

function turn(minute: number): number {
  return lengthOf(0, minute) % dayMinutes;
}

function keyOf({ ends, starts }: Edge): string {
  const name = (block: Block | null) => (block ? `${block.collection}.${block.period}` : "-");
  return `${name(ends)} ${name(starts)}`;
}
