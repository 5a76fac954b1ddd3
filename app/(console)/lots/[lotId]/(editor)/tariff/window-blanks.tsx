"use client";

import { useLocale, useTranslations } from "use-intl";
import type { RateLineCollection, RateTable } from "#engine/model/rate-table.ts";
import { periodText } from "#engine/words/rate-table-period.ts";
import { listText } from "#engine/words/rate-table-units.ts";
import { timeOfDayText } from "../../../../../ui/format/time-of-day.ts";
import { TimeOfDayInput } from "../../../../../ui/primitives/time-of-day-input.tsx";
import { type Edge, edgesOf, isOnStrip, minuteWithin, moveEdge, stripsOf } from "./day-strip.ts";

type Props = {
  table: RateTable;
  index: number;
  live: RateLineCollection | null;
  onChange: (table: RateTable, movedName?: string) => void;
};

/** When a price holds: two times that move their neighbours, or its days in words; "at all times" where it has neither. */
export function WindowBlanks(props: Props) {
  const t = useTranslations("tariff");
  const locale = useLocale();
  const { table, index } = props;
  const collection = table.rateLineCollections[index];
  if (!collection) return null;
  const { periods } = collection;
  if (!periods) return <span>{t("always")}</span>;
  const edges = edgesOfCollection(table, index);
  const [period] = periods;
  if (!edges || !period) {
    const words = listText(periods.map((each) => periodText(each, locale)).filter(Boolean), locale);
    return <span>{sentenceStart(words) || t("always")}</span>;
  }
  const { timeOfDayStart: _start, timeOfDayEnd: _end, ...days } = period;
  const daysText = periodText(days, locale);
  return (
    <>
      {daysText ? <span>{sentenceStart(daysText)}</span> : null}
      {t.rich("window", {
        start: () => <EdgeInput {...props} edge={edges.start} side="timeOfDayStart" />,
        end: () => <EdgeInput {...props} edge={edges.end} side="timeOfDayEnd" />,
      })}
    </>
  );
}

function EdgeInput(props: Props & { edge: Edge; side: "timeOfDayStart" | "timeOfDayEnd" }) {
  const t = useTranslations("tariff");
  const { table, index, edge, side } = props;
  const collection = table.rateLineCollections[index];
  const minute = collection?.periods?.[0]?.[side] ?? 0;
  const was = props.live?.periods?.length === 1 ? props.live.periods[0]?.[side] : undefined;
  const neighbour = side === "timeOfDayStart" ? edge.ends : edge.starts;
  const name = (at: number | undefined) => {
    const other = at === undefined ? undefined : table.rateLineCollections[at];
    return other?.name ?? other?.id;
  };
  return (
    <TimeOfDayInput
      label={t(side, { name: collection?.name ?? t("price") })}
      hideLabel
      minuteOfDay={minute}
      changed={was !== undefined && was !== minute}
      isAllowed={(next) => minuteWithin(edge, next) !== null}
      problem={t("edgeProblem", { min: clockText(edge.min), max: clockText(edge.max) })}
      onChange={(next) => {
        const within = minuteWithin(edge, next);
        if (within !== null) props.onChange(moveEdge(table, edge, within), name(neighbour?.collection));
      }}
    />
  );
}

/** The edges of a price that has one window on a strip. */
function edgesOfCollection(table: RateTable, index: number): { start: Edge; end: Edge } | null {
  if (!isOnStrip(table, index)) return null;
  const strip = stripsOf(table).find(({ blocks }) => blocks.some(({ collection }) => collection === index));
  const edges = strip ? edgesOf(strip) : [];
  const start = edges.find(({ starts }) => starts?.collection === index);
  const end = edges.find(({ ends }) => ends?.collection === index);
  return start && end ? { start, end } : null;
}

function clockText(minute: number): string {
  return timeOfDayText(((minute % 1_440) + 1_440) % 1_440);
}

function sentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
