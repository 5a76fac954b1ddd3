"use client";

import { Select } from "@base-ui/react/select";
import clsx from "clsx";
import { Check, ChevronDown } from "lucide-react";
import { Field } from "./field.tsx";

export type ChoiceOption<Value extends string> = { value: Value; label: string };

/** One of a short list. Its label comes from a Field, so that it is named for everyone. */
export function Choice<Value extends string>(props: {
  label: string;
  hideLabel?: boolean;
  value: Value;
  options: readonly ChoiceOption<Value>[];
  onChange: (value: Value) => void;
  changed?: boolean;
  disabled?: boolean;
  /** Words in front of the value inside the control: "Lane". */
  prefix?: string;
  active?: boolean;
  error?: string | undefined;
  className?: string;
}) {
  return (
    <Field label={props.label} hideLabel={props.hideLabel ?? false} error={props.error}>
      <Select.Root
        items={props.options}
        value={props.value}
        onValueChange={(value) => value !== null && props.onChange(value)}
        disabled={props.disabled ?? false}
        modal={false}
      >
        <Select.Trigger
          className={clsx(
            "inline-flex h-8 max-w-full items-center gap-1.5 rounded-control border px-2 text-left font-medium whitespace-nowrap select-none data-disabled:opacity-60",
            props.changed || props.active
              ? "border-accent bg-accent-tint"
              : "border-control bg-background hover:bg-surface",
            props.active && "text-accent",
            props.className,
          )}
        >
          {props.prefix ? (
            <span className={clsx("font-normal", props.active ? "text-accent" : "text-muted")}>{props.prefix}</span>
          ) : null}
          <Select.Value className="min-w-0 flex-1 truncate" />
          <Select.Icon className={clsx("flex", props.active || props.changed ? "text-text" : "text-muted")}>
            <ChevronDown aria-hidden className="size-4" />
          </Select.Icon>
        </Select.Trigger>
        <Select.Portal>
          <Select.Positioner
            sideOffset={4}
            alignItemWithTrigger={false}
            align="start"
            className="z-50 outline-none select-none"
          >
            <Select.Popup className="min-w-(--anchor-width) rounded-control border border-border bg-background shadow-float outline-none">
              <Select.List className="max-h-(--available-height) overflow-y-auto p-1">
                {props.options.map((option) => (
                  <Select.Item
                    key={option.value}
                    value={option.value}
                    className="flex min-h-8 cursor-default items-center gap-2 rounded-tag py-1 pr-4 pl-2 outline-none data-highlighted:bg-accent-tint data-highlighted:text-accent"
                  >
                    <span className="flex size-4 shrink-0 items-center">
                      <Select.ItemIndicator>
                        <Check aria-hidden className="size-4" />
                      </Select.ItemIndicator>
                    </span>
                    <Select.ItemText>{option.label}</Select.ItemText>
                  </Select.Item>
                ))}
              </Select.List>
            </Select.Popup>
          </Select.Positioner>
        </Select.Portal>
      </Select.Root>
    </Field>
  );
}
