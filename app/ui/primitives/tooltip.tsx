"use client";

import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactNode } from "react";

/** Says more about what it wraps, on hover and on focus. */
export function Tooltip({ words, children }: { words: string; children: ReactNode }) {
  return (
    <Base.Root>
      <Base.Trigger
        delay={300}
        render={
          <button
            type="button"
            className="cursor-default rounded-tag underline decoration-dotted decoration-control underline-offset-4"
          />
        }
      >
        {children}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={6} className="z-50">
          <Base.Popup className="rounded-control border border-border bg-background px-2 py-1 text-small shadow-float">
            {words}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
