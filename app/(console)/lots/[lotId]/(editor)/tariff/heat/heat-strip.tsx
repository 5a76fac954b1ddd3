"use client";

import { CalendarClock, ChevronLeft, ChevronRight, Clock, Grid3x3, Table2 } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { timeOfDayText } from "../../../../../../ui/format/time-of-day.ts";
import { useFormat } from "../../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../../ui/format/use-now.ts";
import { Button } from "../../../../../../ui/primitives/button.tsx";
import { Choice } from "../../../../../../ui/primitives/choice.tsx";
import { useLotZone } from "../../../../../../ui/shell/lot-zone.tsx";
import { Skeleton } from "../../../../../../ui/state/skeleton.tsx";
import { useDraftContent } from "../../draft-provider.tsx";
import { usePrepared } from "../use-prepared.ts";
import { HeatGrid } from "./heat-grid.tsx";
import { HeatTable } from "./heat-table.tsx";
import { type DayFees, mondayOf, nextChangeMonday, weekFees } from "./week-fees.ts";

const lengths = [30, 60, 120, 240, 480, 720, 1_440] as const;
const dayMs = 86_400_000;

/** What a stay of one length costs, by the day and hour at which it begins. */
export function HeatStrip({ vehicleClass }: { vehicleClass: string | null }) {
  const t = useTranslations("heat");
  const common = useTranslations("common");
  const { content, clock } = useDraftContent();
  const format = useFormat(useLotZone());
  const prepared = usePrepared(content.tariff);
  const now = useNow();
  const today = Math.floor(now / dayMs) * dayMs;
  const [stayMinutes, setStayMinutes] = useState(120);
  const [week, setWeek] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const monday = week ?? (today === 0 ? null : mondayOf(clock, today));
  const days = useMemo(
    () => (prepared && monday !== null ? weekFees(prepared, clock, { monday, stayMinutes, vehicleClass }) : null),
    [prepared, clock, monday, stayMinutes, vehicleClass],
  );
  if (monday === null) return <Skeleton className="h-64" />;
  if (!days) return <p className="text-muted">{t("noPrice")}</p>;
  const money = (minor: number | null) =>
    minor === null ? t("none") : minor === 0 ? common("free") : format.money(minor, content.tariff.currency);
  const range = extremes(days);
  const at = (point: { day: number; hour: number }) =>
    t("moment", { day: format.weekday(days[point.day]?.epochDay ?? 0), time: timeOfDayText(point.hour * 60) });
  const change = nextChangeMonday(clock, (monday + 7) * dayMs);
  return (
    <figure className="flex flex-col gap-3">
      <figcaption className="flex flex-col gap-2">
        <h3 className="text-body">
          {!range
            ? t("noPrice")
            : range.least.fee === range.most.fee
              ? t("same", { stay: format.duration(stayMinutes), fee: money(range.most.fee) })
              : t("finding", {
                  stay: format.duration(stayMinutes),
                  least: money(range.least.fee),
                  leastAt: at(range.least),
                  most: money(range.most.fee),
                  mostAt: at(range.most),
                })}
        </h3>
        <div className="flex flex-wrap items-center gap-2">
          <Choice
            label={t("stay")}
            hideLabel
            prefix={t("stay")}
            value={String(stayMinutes)}
            options={lengths.map((minutes) => ({ value: String(minutes), label: format.duration(minutes) }))}
            onChange={(minutes) => setStayMinutes(Number(minutes))}
          />
          <span className="flex items-center gap-1">
            <Button kind="quiet" size="icon" aria-label={t("weekBefore")} onClick={() => setWeek(monday - 7)}>
              <ChevronLeft aria-hidden />
            </Button>
            <span aria-live="polite">{t("week", { date: format.day(monday) })}</span>
            <Button kind="quiet" size="icon" aria-label={t("weekAfter")} onClick={() => setWeek(monday + 7)}>
              <ChevronRight aria-hidden />
            </Button>
          </span>
          {change === null ? null : (
            <Button kind="quiet" onClick={() => setWeek(change)}>
              <CalendarClock aria-hidden />
              {t("nextChange")}
            </Button>
          )}
          <Button kind="quiet" onClick={() => setAsTable(!asTable)}>
            {asTable ? <Grid3x3 aria-hidden /> : <Table2 aria-hidden />}
            {asTable ? t("showGrid") : t("showTable")}
          </Button>
        </div>
      </figcaption>
      {asTable ? (
        <HeatTable days={days} money={money} weekday={format.weekday} label={t("title")} />
      ) : (
        <HeatGrid days={days} money={money} weekday={format.weekday} range={range} />
      )}
      {days
        .filter((day) => day.change)
        .map(({ epochDay, change: jump }) => (
          <p key={epochDay} className="flex items-center gap-2 text-small text-muted">
            <Clock aria-hidden className="size-4 shrink-0" />
            {t("clockChange", {
              day: format.weekday(epochDay),
              from: timeOfDayText(jump?.fromMinute ?? 0),
              to: timeOfDayText(jump?.toMinute ?? 0),
            })}
          </p>
        ))}
    </figure>
  );
}

type Point = { day: number; hour: number; fee: number };

function extremes(days: readonly DayFees[]): { least: Point; most: Point } | null {
  const points = days.flatMap(({ fees }, day) =>
    fees.flatMap((fee, hour): Point[] => (fee === null ? [] : [{ day, hour, fee }])),
  );
  const [first] = points;
  if (!first) return null;
  return {
    least: points.reduce((a, b) => (b.fee < a.fee ? b : a), first),
    most: points.reduce((a, b) => (b.fee > a.fee ? b : a), first),
  };
}
