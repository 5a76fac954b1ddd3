"use client";

import { useTranslations } from "use-intl";
import { parseTimeOfDay, timeOfDayText } from "../format/time-of-day.ts";
import { ParsedInput } from "./parsed-input.tsx";

/** A wall-clock time in minutes after midnight. Typing first: `8`, `800`, `8:00` and `08.00` are all 08:00. */
export function TimeOfDayInput(props: {
  label: string;
  hideLabel?: boolean;
  minuteOfDay: number;
  onChange: (minuteOfDay: number) => void;
  changed?: boolean;
  disabled?: boolean;
  /** Times that can be taken, and what is wrong with others; all can where it is not given. */
  isAllowed?: (minuteOfDay: number) => boolean;
  problem?: string;
}) {
  const t = useTranslations("field");
  return (
    <ParsedInput
      label={props.label}
      hideLabel={props.hideLabel ?? false}
      value={props.minuteOfDay}
      write={timeOfDayText}
      read={(text) => {
        const minute = parseTimeOfDay(text);
        return minute !== null && (props.isAllowed?.(minute) ?? true) ? minute : null;
      }}
      problem={props.problem ?? t("timeProblem")}
      onChange={props.onChange}
      changed={props.changed ?? false}
      disabled={props.disabled ?? false}
      inputMode="numeric"
    />
  );
}
