"use client";

import type { FactUnit } from "#engine/model/vocabulary.ts";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { MoneyInput } from "../../../../../ui/primitives/money-input.tsx";
import { TimeOfDayInput } from "../../../../../ui/primitives/time-of-day-input.tsx";
import { WholeNumberInput } from "../../../../../ui/primitives/whole-number-input.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { useDraftContent } from "../draft-provider.tsx";

const weekdays = ["1", "2", "3", "4", "5", "6", "7"] as const;

/** A number in the control of its unit: money, time of day, day of the week, percent, or a whole number. */
export function NumberBlank(props: {
  label: string;
  unit: FactUnit;
  value: number;
  min: number | undefined;
  max: number | undefined;
  onChange: (value: number) => void;
}) {
  const words = useWords();
  const { content } = useDraftContent();
  const { label, unit, value, onChange } = props;
  if (unit === "minorUnits") {
    return (
      <MoneyInput label={label} hideLabel valueMinor={value} currency={content.tariff.currency} onChange={onChange} />
    );
  }
  if (unit === "minuteOfDay") return <TimeOfDayInput label={label} hideLabel minuteOfDay={value} onChange={onChange} />;
  if (unit === "isoWeekday") {
    return (
      <Choice
        label={label}
        hideLabel
        value={String(value)}
        options={weekdays.map((day) => ({ value: day, label: words.value("clock.dayOfWeek", Number(day)) }))}
        onChange={(day) => onChange(Number(day))}
      />
    );
  }
  if (unit === "share") {
    return (
      <WholeNumberInput
        label={label}
        hideLabel
        value={Math.round(value * 100)}
        min={0}
        max={100}
        unit="%"
        onChange={(percent) => onChange(percent / 100)}
      />
    );
  }
  return (
    <WholeNumberInput
      label={label}
      hideLabel
      value={value}
      min={Math.max(0, props.min ?? 0)}
      max={props.max ?? 1_000_000}
      unit={unit === "minutes" ? words.unit("minutes") : undefined}
      onChange={onChange}
    />
  );
}
