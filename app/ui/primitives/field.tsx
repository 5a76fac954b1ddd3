"use client";

import { Field as Base } from "@base-ui/react/field";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

type FieldProps = {
  label: string;
  help?: string;
  error?: string | undefined;
  /** Keeps the label for the ear only, where a sentence already says it. */
  hideLabel?: boolean;
  className?: string;
  children: ReactNode;
};

/** Label above, help under it, the control, and under the control what is wrong. */
export function Field({ label, help, error, hideLabel, className, children }: FieldProps) {
  return (
    <Base.Root
      invalid={error !== undefined}
      className={className ?? "flex min-w-0 max-w-full flex-col items-start gap-1"}
    >
      <Base.Label className={hideLabel ? "sr-only" : "text-small font-medium text-muted"}>{label}</Base.Label>
      {help ? <Base.Description className="text-small text-muted">{help}</Base.Description> : null}
      {children}
      <Base.Error match={error !== undefined} className="flex items-start gap-1 text-small text-negative">
        <CircleAlert aria-hidden className="size-4 shrink-0" />
        <span>{error}</span>
      </Base.Error>
    </Base.Root>
  );
}
