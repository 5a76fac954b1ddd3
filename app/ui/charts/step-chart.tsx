"use client";

import { ChartLine, Table2 } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../primitives/button.tsx";
import { type FeeStep, feeAt } from "./fee-steps.ts";
import { StepPlot } from "./step-plot.tsx";
import { StepTable } from "./step-table.tsx";

type StepSeries = { key: string; label: string; steps: readonly FeeStep[] };

export type StepChartProps = {
  /** The finding, as a sentence. */
  heading: string;
  note?: string;
  /** At most two; the second is dashed. */
  series: readonly StepSeries[];
  spanMinutes: number;
  /** Lot time and length at a stay: `["22:00", "4 h"]`. */
  tickText: (stayMinutes: number) => readonly [clock: string, stay: string];
  moneyText: (minor: number) => string;
  axisText: (minor: number) => string;
  /** Printed under the axis: the lot's zone. */
  zone: string;
  /** Stretches to shade, such as the night. */
  shades: readonly { fromMinutes: number; toMinutes: number }[];
  controls?: ReactNode;
};

/** A fee over the length of a stay, draft against live. Arrow keys walk the steps; the same points stand in a table. */
export function StepChart(props: StepChartProps) {
  const t = useTranslations("chart");
  const [asTable, setAsTable] = useState(false);
  const stays = [...new Set(props.series.flatMap((series) => series.steps.map((step) => step.stayMinutes)))].sort(
    (a, b) => a - b,
  );
  const [index, setIndex] = useState<number | null>(null);
  const at = index === null ? null : (stays[Math.min(index, stays.length - 1)] ?? 0);
  const said =
    at === null
      ? t("walk")
      : [
          t("stay", { stay: props.tickText(at)[1] }),
          ...props.series.map((series) =>
            t("value", { label: series.label, fee: props.moneyText(feeAt(series.steps, at)) }),
          ),
        ].join(t("listSeparator"));

  function walk(event: KeyboardEvent): void {
    const last = stays.length - 1;
    const from = index ?? -1;
    const next = {
      ArrowRight: from + 1,
      ArrowUp: from + 1,
      ArrowLeft: from - 1,
      ArrowDown: from - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setIndex(Math.max(0, Math.min(last, next)));
  }

  return (
    <figure className="flex flex-col gap-2">
      <figcaption className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0">
          <h2 className="text-body wrap-anywhere">{props.heading}</h2>
          {props.note ? <p className="text-small text-muted">{props.note}</p> : null}
        </div>
        <div className="flex items-center gap-2">
          {props.controls}
          <Button kind="quiet" onClick={() => setAsTable(!asTable)}>
            {asTable ? <ChartLine aria-hidden /> : <Table2 aria-hidden />}
            {asTable ? t("showChart") : t("showTable")}
          </Button>
        </div>
      </figcaption>
      {asTable ? (
        <StepTable {...props} stays={stays} />
      ) : (
        <div
          role="slider"
          tabIndex={0}
          aria-label={props.heading}
          aria-valuemin={0}
          aria-valuemax={stays.length - 1}
          aria-valuenow={index ?? 0}
          aria-valuetext={said}
          onKeyDown={walk}
          onBlur={() => setIndex(null)}
          className="rounded-control"
        >
          <StepPlot
            {...props}
            at={at}
            onPoint={(stay) => setIndex(nearest(stays, stay))}
            onLeave={() => setIndex(null)}
          />
          <p aria-hidden className="flex min-h-4 flex-wrap justify-between gap-x-4 text-small text-muted">
            <span>{said}</span>
            <span>{t("lotTime", { zone: props.zone })}</span>
          </p>
        </div>
      )}
    </figure>
  );
}

/** The step that a stay lies on. */
function nearest(stays: readonly number[], stayMinutes: number): number {
  return Math.max(
    0,
    stays.findLastIndex((each) => each <= stayMinutes),
  );
}
