"use client";

import { parseTimeOfDay, timeOfDayText } from "../../../../../ui/format/time-of-day.ts";
import { DateInput } from "../../../../../ui/primitives/date-input.tsx";
import { Field } from "../../../../../ui/primitives/field.tsx";
import { TimeOfDayInput } from "../../../../../ui/primitives/time-of-day-input.tsx";

/** A day and a time of the lot's clock, as `2026-11-24T18:00`. The time is 24 hours in every language. */
export function DateTimeBlank(props: {
  label: string;
  timeLabel: string;
  value: string;
  error?: string | undefined;
  onChange: (value: string) => void;
}) {
  const [date = "", time = ""] = props.value.split("T");
  return (
    <div className="flex items-end gap-1">
      <Field label={props.label} error={props.error}>
        <DateInput value={date} onChange={(day) => props.onChange(`${day}T${time}`)} />
      </Field>
      <TimeOfDayInput
        label={props.timeLabel}
        hideLabel
        minuteOfDay={parseTimeOfDay(time) ?? 0}
        onChange={(minute) => props.onChange(`${date}T${timeOfDayText(minute)}`)}
      />
    </div>
  );
}
