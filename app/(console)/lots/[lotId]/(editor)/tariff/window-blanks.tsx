"use client";

import { useTranslations } from "use-intl";
import type { RateLineCollection, RateTable } from "#engine/model/rate-table.ts";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { TimeOfDayInput } from "../../../../../ui/primitives/time-of-day-input.tsx";
import { moveWindowEdge, windowOf } from "./edit-windows.ts";

/** The hours of a price; "at all times" where it has none. A window may cross midnight and is one thing. */
export function WindowBlanks(props: {
  table: RateTable;
  index: number;
  live: RateLineCollection | null;
  onChange: (table: RateTable, movedName?: string) => void;
}) {
  const t = useTranslations("tariff");
  const collection = props.table.rateLineCollections[props.index];
  if (!collection) return null;
  if (!collection.periods) return <span>{t("always")}</span>;
  const window = windowOf(collection);
  if (!window) return <span>{t("ownCalendar")}</span>;
  const was = props.live ? windowOf(props.live) : null;
  const topic = collection.name ?? t("price");
  const edge = (name: "timeOfDayStart" | "timeOfDayEnd") => () => (
    <TimeOfDayInput
      label={t(name, { name: topic })}
      hideLabel
      minuteOfDay={window[name]}
      changed={was !== null && was[name] !== window[name]}
      onChange={(minute) => {
        const { table, moved } = moveWindowEdge(props.table, props.index, name, minute);
        props.onChange(table, moved?.name ?? moved?.id);
      }}
    />
  );
  return t.rich("window", { start: edge("timeOfDayStart"), end: edge("timeOfDayEnd") });
}

/** The days of the week of a price that has its own; undefined where it holds every day. */
export function daysOf(collection: RateLineCollection): readonly number[] | undefined {
  return collection.periods?.[0]?.daysOfWeek;
}

/** The same price on other days; null: every day. */
export function withDays(collection: RateLineCollection, days: readonly number[] | null): RateLineCollection {
  return {
    ...collection,
    periods: collection.periods?.map(({ daysOfWeek: _days, ...rest }) =>
      days ? { ...rest, daysOfWeek: [...days] } : rest,
    ),
  };
}

const choices = {
  every: null,
  workdays: [1, 2, 3, 4, 5],
  weekend: [6, 7],
} as const;

/** The days of a price, where it differs from every day or can. */
export function DaysBlank(props: { collection: RateLineCollection; onChange: (next: RateLineCollection) => void }) {
  const t = useTranslations("tariff");
  const { collection } = props;
  const [period, ...more] = collection.periods ?? [];
  if (!period || more.length > 0) return null;
  const label = t("daysOf", { name: collection.name ?? t("price") });
  const days = JSON.stringify(period.daysOfWeek ?? null);
  const known = (["every", "workdays", "weekend"] as const).find((key) => JSON.stringify(choices[key]) === days);
  const options = [
    ...(["every", "workdays", "weekend"] as const).map((value) => ({ value, label: t(`days.${value}`) })),
    ...(known ? [] : [{ value: "asSet" as const, label: t("days.asSet") }]),
  ];
  return (
    <Choice<"every" | "workdays" | "weekend" | "asSet">
      label={label}
      hideLabel
      value={known ?? "asSet"}
      options={options}
      onChange={(value) => {
        if (value === "asSet") return;
        props.onChange(withDays(collection, choices[value]));
      }}
    />
  );
}
