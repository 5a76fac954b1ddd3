"use client";

import { Clock } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { timeOfDayText } from "../../../../../../ui/format/time-of-day.ts";
import type { DayFees } from "./week-fees.ts";

type Props = {
  days: readonly DayFees[];
  money: (minor: number | null) => string;
  weekday: (epochDay: number) => string;
  range: { least: { fee: number }; most: { fee: number } } | null;
};

/** The week as a picture: the darker, the dearer. Arrow keys walk the hours. */
export function HeatGrid({ days, money, weekday, range }: Props) {
  const t = useTranslations("heat");
  const [at, setAt] = useState({ day: 0, hour: 9 });
  const [shown, setShown] = useState(false);
  const grid = useRef<HTMLTableElement>(null);
  const least = range?.least.fee ?? 0;
  const span = Math.max(1, (range?.most.fee ?? 0) - least);

  function walk(event: KeyboardEvent): void {
    const [down, right] = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      Home: [0, -23],
      End: [0, 23],
    }[event.key] ?? [0, 0];
    if (down === 0 && right === 0) return;
    event.preventDefault();
    const next = {
      day: Math.max(0, Math.min(6, at.day + (down ?? 0))),
      hour: Math.max(0, Math.min(23, at.hour + (right ?? 0))),
    };
    setAt(next);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${next.day}-${next.hour}"]`)?.focus();
  }

  const chosen = days[at.day];
  return (
    <div className="flex flex-col gap-1">
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrow keys walk its cells.
        role="grid"
        aria-label={t("title")}
        onKeyDown={walk}
        className="w-full table-fixed border-separate border-spacing-px text-small"
      >
        <thead>
          <tr>
            <td className="w-12" />
            {Array.from({ length: 24 }, (_, hour) => (
              <th key={timeOfDayText(hour * 60)} scope="col" className="p-0 text-left font-normal text-muted">
                <span className="sr-only">{timeOfDayText(hour * 60)}</span>
                {hour % 6 === 0 ? <span aria-hidden>{hour}</span> : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day, place) => (
            <tr key={day.epochDay}>
              <th scope="row" className="h-6 p-0 text-left font-normal whitespace-nowrap">
                {weekday(day.epochDay)}
                {day.change ? <Clock role="img" aria-label={t("changeMark")} className="ml-1 inline size-3" /> : null}
              </th>
              {day.fees.map((fee, hour) => (
                <td
                  // biome-ignore lint/suspicious/noArrayIndexKey: the hour is the place.
                  key={hour}
                  // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrow keys walk the cells.
                  role="gridcell"
                  data-cell={`${place}-${hour}`}
                  tabIndex={at.day === place && at.hour === hour ? 0 : -1}
                  aria-label={t("cell", {
                    day: weekday(day.epochDay),
                    time: timeOfDayText(hour * 60),
                    fee: money(fee),
                  })}
                  onFocus={() => setShown(true)}
                  onBlur={() => setShown(false)}
                  onPointerEnter={() => {
                    setAt({ day: place, hour });
                    setShown(true);
                  }}
                  onPointerLeave={() => setShown(false)}
                  className="h-6 p-0 focus-visible:relative focus-visible:z-10"
                  style={{
                    background:
                      fee === null
                        ? "var(--quiet-tint)"
                        : `color-mix(in oklab, var(--series-1) ${Math.round(6 + (94 * (fee - least)) / span)}%, var(--background))`,
                  }}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p aria-hidden className="flex min-h-5 flex-wrap justify-between gap-x-4 text-small text-muted">
        <span>
          {shown && chosen
            ? t("cell", {
                day: weekday(chosen.epochDay),
                time: timeOfDayText(at.hour * 60),
                fee: money(chosen.fees[at.hour] ?? null),
              })
            : t("walk")}
        </span>
        <span className="flex items-center gap-2">
          {money(range?.least.fee ?? null)}
          <span
            className="h-3 w-20 rounded-tag"
            style={{
              background:
                "linear-gradient(to right, color-mix(in oklab, var(--series-1) 6%, var(--background)), var(--series-1))",
            }}
          />
          {money(range?.most.fee ?? null)}
        </span>
      </p>
    </div>
  );
}
