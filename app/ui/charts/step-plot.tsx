"use client";

import { scaleLinear } from "d3-scale";
import { curveStepAfter, line } from "d3-shape";
import { type FeeStep, feeAt } from "./fee-steps.ts";
import type { StepChartProps } from "./step-chart.tsx";
import { useWidth } from "./use-width.ts";

const height = 248;
const margin = { top: 16, right: 92, bottom: 40, left: 44 };
const looks = [
  { stroke: "var(--series-1)", dash: undefined },
  { stroke: "var(--series-2)", dash: "6 4" },
] as const;

type Props = StepChartProps & {
  at: number | null;
  onPoint: (stayMinutes: number) => void;
  onLeave: () => void;
};

/** The picture of the curves. The words and keys are its parent's. */
export function StepPlot(props: Props) {
  const [ref, width] = useWidth<HTMLDivElement>(520);
  const { series, spanMinutes } = props;
  const highest = Math.max(100, ...series.flatMap((each) => each.steps.map((step) => step.feeMinor)));
  const x = scaleLinear([0, spanMinutes], [margin.left, Math.max(margin.left + 80, width - margin.right)]);
  const y = scaleLinear([0, highest], [height - margin.bottom, margin.top]).nice(4);
  const everyMinutes = spanMinutes / (width < 440 ? 3 : 6);
  const ticks = Array.from({ length: Math.round(spanMinutes / everyMinutes) + 1 }, (_, i) => i * everyMinutes);
  const path = line<FeeStep>()
    .x((step) => x(step.stayMinutes))
    .y((step) => y(step.feeMinor))
    .curve(curveStepAfter);
  return (
    <div ref={ref}>
      <svg
        aria-hidden="true"
        width={width}
        height={height}
        className="block overflow-visible text-small"
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          props.onPoint(x.invert(event.clientX - box.left));
        }}
        onPointerLeave={props.onLeave}
      >
        {props.shades.map((shade) => (
          <rect
            key={shade.fromMinutes}
            x={x(shade.fromMinutes)}
            width={Math.max(0, x(Math.min(spanMinutes, shade.toMinutes)) - x(shade.fromMinutes))}
            y={margin.top}
            height={height - margin.bottom - margin.top}
            fill="var(--quiet-tint)"
          />
        ))}
        {y.ticks(4).map((minor) => (
          <g key={minor}>
            <line x1={x(0)} x2={x(spanMinutes)} y1={y(minor)} y2={y(minor)} stroke="var(--border)" />
            <text x={margin.left - 8} y={y(minor) + 4} textAnchor="end" fill="var(--text-muted)">
              {props.axisText(minor)}
            </text>
          </g>
        ))}
        {ticks.map((minutes) => (
          <g key={minutes} transform={`translate(${x(minutes)},${height - margin.bottom})`}>
            <line y2={5} stroke="var(--border-control)" />
            <text y={18} textAnchor="middle" fill="var(--text)">
              {props.tickText(minutes)[0]}
            </text>
            <text y={34} textAnchor="middle" fill="var(--text-muted)">
              {props.tickText(minutes)[1]}
            </text>
          </g>
        ))}
        {series.map((each, i) => {
          const last = each.steps.at(-1)?.feeMinor ?? 0;
          const look = looks[i] ?? looks[0];
          return (
            <g key={each.key}>
              <path
                d={path([...each.steps, { stayMinutes: spanMinutes, feeMinor: last }]) ?? ""}
                fill="none"
                stroke={look.stroke}
                strokeWidth={2}
                strokeDasharray={look.dash}
              />
              <text x={x(spanMinutes) + 8} y={labelY(y, series, i)} fill={look.stroke} fontWeight={600}>
                {each.label}
              </text>
            </g>
          );
        })}
        {props.at === null ? null : (
          <g>
            <line
              x1={x(props.at)}
              x2={x(props.at)}
              y1={margin.top}
              y2={height - margin.bottom}
              stroke="var(--text-muted)"
              strokeDasharray="2 3"
            />
            {series.map((each, i) => (
              <circle
                key={each.key}
                cx={x(props.at ?? 0)}
                cy={y(feeAt(each.steps, props.at ?? 0))}
                r={5}
                fill="var(--background)"
                stroke={(looks[i] ?? looks[0]).stroke}
                strokeWidth={2}
              />
            ))}
          </g>
        )}
      </svg>
    </div>
  );
}

/** Ends of lines that meet get their labels one above the other. */
function labelY(y: (minor: number) => number, series: StepChartProps["series"], index: number): number {
  const ends = series.map((each) => y(each.steps.at(-1)?.feeMinor ?? 0) + 4);
  const own = ends[index] ?? 0;
  const other = ends[1 - index];
  if (other === undefined || Math.abs(own - other) >= 16) return own;
  const above = own < other || (own === other && index === 0);
  const middle = (own + other) / 2;
  return above ? middle - 8 : middle + 8;
}
