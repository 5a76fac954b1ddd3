"use client";

import { parseTimeOfDay, timeOfDayText } from "../../../../../ui/format/time-of-day.ts";
import { Field } from "../../../../../ui/primitives/field.tsx";
import { TextInput } from "../../../../../ui/primitives/text-input.tsx";
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
        <TextInput
          type="date"
          value={date}
          onChange={(event) => props.onChange(`${event.currentTarget.value}T${time}`)}
        />
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
