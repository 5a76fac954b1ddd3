"use client";

import { useLocale } from "use-intl";
import { TickBox } from "../../../../../../ui/primitives/tick-box.tsx";

type Option = { value: string; label: string };

/** Some of a short closed list; the last one ticked stays. */
export function TickList(props: {
  label: string;
  chosen: readonly string[];
  options: readonly Option[];
  onChange: (chosen: string[]) => void;
}) {
  return (
    <fieldset className="flex min-w-0 flex-wrap gap-x-4">
      <legend className="sr-only">{props.label}</legend>
      {props.options.map(({ value, label }) => (
        <TickBox
          key={value}
          checked={props.chosen.includes(value)}
          onChange={(checked) => {
            const next = checked ? [...props.chosen, value] : props.chosen.filter((each) => each !== value);
            if (next.length > 0) props.onChange(next);
          }}
        >
          {label}
        </TickBox>
      ))}
    </fieldset>
  );
}

/** Days of the week, Monday first. */
export function WeekdayList(props: {
  label: string;
  days: readonly number[];
  onChange: (days: readonly number[]) => void;
}) {
  const locale = useLocale();
  // 1 January 2024 was a Monday.
  const name = (day: number) =>
    new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" }).format(Date.UTC(2024, 0, day));
  const options = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: name(day) }));
  return (
    <TickList
      label={props.label}
      chosen={props.days.map(String)}
      options={options}
      onChange={(chosen) => props.onChange(chosen.map(Number).sort((a, b) => a - b))}
    />
  );
}
