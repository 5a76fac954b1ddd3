"use client";

import { scaleLinear } from "d3-scale";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { ReplayResult } from "#engine/replay/replay-result.ts";
import { useWidth } from "../../../../../ui/charts/use-width.ts";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { Cell, HeadCell, Table } from "../../../../../ui/primitives/table.tsx";

type Days = NonNullable<ReplayResult["money"]>["days"];

const dayMs = 86_400_000;
const height = 160;
const barMax = 18;

/** The difference in money, day by day: bars up for more, down for less, and the same as a table. */
export function MoneyByDay({ days, currency }: { days: Days; currency: string }) {
  const t = useTranslations("backtest");
  const chart = useTranslations("chart");
  const [asTable, setAsTable] = useState(false);
  return (
    <Card
      title={t("moneyByDay")}
      aside={
        <Button size="small" kind="quiet" onClick={() => setAsTable(!asTable)}>
          {asTable ? chart("showChart") : chart("showTable")}
        </Button>
      }
    >
      {days.length === 0 ? (
        <p className="text-muted">{t("noStays")}</p>
      ) : asTable ? (
        <DayTable days={days} currency={currency} />
      ) : (
        <DayBars days={days} currency={currency} />
      )}
    </Card>
  );
}

function DayBars({ days, currency }: { days: Days; currency: string }) {
  const t = useTranslations("backtest");
  // A local day is a day of the calendar: it is written as it is, in no zone.
  const format = useFormat("UTC");
  const now = useNow();
  const [ref, width] = useWidth<HTMLDivElement>(600);
  const differences = days.map(({ beforeMinor, afterMinor }) => afterMinor - beforeMinor);
  const reach = Math.max(1, ...differences.map(Math.abs));
  const y = scaleLinear([-reach, reach], [height, 0]);
  const step = width / days.length;
  const bar = Math.max(1, Math.min(barMax, step - 2));
  const most = differences.reduce(
    (best, each, index) => (Math.abs(each) > Math.abs(differences[best]!) ? index : best),
    0,
  );
  return (
    <div ref={ref}>
      <svg
        role="img"
        width={width}
        height={height}
        aria-label={t("moneyByDaySaid", {
          count: days.length,
          day: format.date(days[most]!.epochDay * dayMs, now),
          amount: format.money(differences[most]!, currency),
        })}
      >
        <line x1={0} x2={width} y1={y(0)} y2={y(0)} className="stroke-border" />
        {days.map(({ epochDay, lotId }, index) => {
          const difference = differences[index]!;
          const top = Math.min(y(0), y(difference));
          return (
            <rect
              key={`${lotId} ${epochDay}`}
              x={index * step + (step - bar) / 2}
              y={top}
              width={bar}
              height={Math.max(difference === 0 ? 0 : 1, Math.abs(y(difference) - y(0)))}
              rx={1}
              className={difference < 0 ? "fill-negative" : "fill-positive"}
            >
              <title>{`${format.date(epochDay * dayMs, now)}: ${format.money(difference, currency)}`}</title>
            </rect>
          );
        })}
      </svg>
      <div className="flex justify-between pt-1 text-small text-muted">
        <span>{format.date(days[0]!.epochDay * dayMs, now)}</span>
        <span>{t("barsSay", { amount: format.money(reach, currency) })}</span>
        <span>{format.date(days.at(-1)!.epochDay * dayMs, now)}</span>
      </div>
    </div>
  );
}

function DayTable({ days, currency }: { days: Days; currency: string }) {
  const t = useTranslations("backtest");
  const format = useFormat("UTC");
  const now = useNow();
  const amount = (minor: number) => format.money(minor, currency);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard.
    <section aria-label={t("moneyByDay")} tabIndex={0} className="max-h-80 overflow-y-auto">
      <Table label={t("moneyByDay")}>
        <thead>
          <tr>
            <HeadCell>{t("day")}</HeadCell>
            <HeadCell numeric>{t("stays")}</HeadCell>
            <HeadCell numeric>{t("live")}</HeadCell>
            <HeadCell numeric>{t("draft")}</HeadCell>
            <HeadCell numeric>{t("difference")}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {days.map(({ epochDay, lotId, stays, beforeMinor, afterMinor }) => (
            <tr key={`${lotId} ${epochDay}`}>
              <Cell>{format.date(epochDay * dayMs, now)}</Cell>
              <Cell numeric>{format.count(stays)}</Cell>
              <Cell numeric>{amount(beforeMinor)}</Cell>
              <Cell numeric>{amount(afterMinor)}</Cell>
              <Cell numeric>{amount(afterMinor - beforeMinor)}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
