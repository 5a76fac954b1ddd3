"use client";

import { type ReactNode, useId, useState } from "react";

/** Says more about what it wraps, on hover and on focus; Esc takes it away. */
export function Tooltip({ words, children }: { words: string; children: ReactNode }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <span className="relative inline-block" onPointerEnter={() => setOpen(true)} onPointerLeave={() => setOpen(false)}>
      <button
        type="button"
        aria-describedby={open ? id : undefined}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => {
          if (event.key === "Escape") setOpen(false);
        }}
        className="cursor-default rounded-tag underline decoration-control decoration-dotted underline-offset-4"
      >
        {children}
      </button>
      {open ? (
        <span
          id={id}
          role="tooltip"
          className="absolute right-0 bottom-full z-30 mb-1 rounded-control border border-border bg-background px-2 py-1 text-small whitespace-nowrap text-text shadow-float"
        >
          {words}
        </span>
      ) : null}
    </span>
  );
}
