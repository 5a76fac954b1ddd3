"use client";

import { Field as Base } from "@base-ui/react/field";
import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";

type Props = Omit<ComponentProps<typeof Base.Control>, "className"> & {
  /** Stands inside the field's end: "min", "¥". */
  unit?: ReactNode;
  icon?: ReactNode;
  changed?: boolean;
  wrapClassName?: string;
};

/** One line of text in a Field. A changed value is tinted; the words beside it say what it was. */
export function TextInput({ unit, icon, changed, wrapClassName, ...rest }: Props) {
  return (
    <span
      className={clsx(
        "inline-flex h-8 items-center gap-2 rounded-control border px-2 has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-accent has-[[data-invalid]]:border-negative",
        changed ? "border-accent bg-accent-tint" : "border-control bg-background",
        wrapClassName,
      )}
    >
      {icon ? <span className="flex shrink-0 text-muted">{icon}</span> : null}
      <Base.Control
        className={clsx("h-full min-w-0 bg-transparent outline-none", rest.style ? "flex-none font-medium" : "flex-1")}
        {...rest}
      />
      {unit ? (
        <span aria-hidden className={clsx("shrink-0", changed ? "text-text" : "text-muted")}>
          {unit}
        </span>
      ) : null}
    </span>
  );
}
