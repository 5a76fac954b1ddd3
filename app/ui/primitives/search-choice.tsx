"use client";

import { Combobox } from "@base-ui/react/combobox";
import clsx from "clsx";
import { Check, ChevronDown } from "lucide-react";
import { useId } from "react";
import type { ChoiceOption } from "./choice.tsx";

/** One of a long list: typing filters, Enter accepts. */
export function SearchChoice<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly ChoiceOption<Value>[];
  onChange: (value: Value) => void;
  emptyText: string;
  changed?: boolean;
  disabled?: boolean;
}) {
  const id = useId();
  const chosen = props.options.find((option) => option.value === props.value) ?? null;
  return (
    <Combobox.Root
      items={props.options}
      autoHighlight
      value={chosen}
      onValueChange={(option) => option && props.onChange(option.value)}
      disabled={props.disabled ?? false}
    >
      <span className="inline-flex flex-col">
        <label htmlFor={id} className="sr-only">
          {props.label}
        </label>
        <Combobox.InputGroup
          className={clsx(
            "inline-flex h-8 items-center rounded-control border focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent",
            props.changed ? "border-accent bg-accent-tint" : "border-control bg-background",
          )}
        >
          <Combobox.Input id={id} className="h-full w-52 max-w-[60vw] bg-transparent pl-2 font-medium outline-none" />
          <Combobox.Trigger aria-label={props.label} className="flex size-7 items-center justify-center text-muted">
            <ChevronDown aria-hidden className="size-4" />
          </Combobox.Trigger>
        </Combobox.InputGroup>
      </span>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} className="z-50 outline-none">
          <Combobox.Popup className="w-(--anchor-width) max-w-(--available-width) rounded-control border border-border bg-background shadow-float">
            <Combobox.Empty>
              <div className="p-2 text-muted">{props.emptyText}</div>
            </Combobox.Empty>
            <Combobox.List className="max-h-[min(22rem,var(--available-height))] overflow-y-auto p-1 outline-none data-empty:p-0">
              {(option: ChoiceOption<Value>) => (
                <Combobox.Item
                  key={option.value}
                  value={option}
                  className="flex min-h-8 cursor-default items-center gap-2 rounded-tag py-1 pr-2 pl-2 outline-none data-highlighted:bg-accent-tint data-highlighted:text-accent"
                >
                  <span className="flex size-4 shrink-0 items-center">
                    <Combobox.ItemIndicator>
                      <Check aria-hidden className="size-4" />
                    </Combobox.ItemIndicator>
                  </span>
                  {option.label}
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
