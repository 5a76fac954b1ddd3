"use client";

import { Checkbox } from "@base-ui/react/checkbox";
import { Check } from "lucide-react";
import type { ReactNode } from "react";

/** A box to tick with its words beside it; the whole row is the target. */
export function TickBox(props: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the Checkbox inside is the control.
    <label className="inline-flex min-h-8 items-center gap-2">
      <Checkbox.Root
        checked={props.checked}
        onCheckedChange={props.onChange}
        disabled={props.disabled ?? false}
        className="flex size-5 shrink-0 items-center justify-center rounded-tag border border-control bg-background data-checked:border-accent data-checked:bg-accent data-checked:text-on-accent data-disabled:opacity-60"
      >
        <Checkbox.Indicator className="flex">
          <Check aria-hidden className="size-4" />
        </Checkbox.Indicator>
      </Checkbox.Root>
      {props.children}
    </label>
  );
}
