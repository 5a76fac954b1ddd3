"use client";

import clsx from "clsx";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";

/** A part of a page that is folded away until it is asked for; its content is made when it is first opened. */
export function Fold(props: { title: string; note?: string; open?: boolean; children: () => ReactNode }) {
  const id = useId();
  const [open, setOpen] = useState(props.open ?? false);
  return (
    <div className="min-w-0">
      <button
        type="button"
        aria-expanded={open}
        {...(open ? { "aria-controls": id } : {})}
        onClick={() => setOpen(!open)}
        className="flex min-h-8 w-full items-center gap-2 rounded-control text-left hover:bg-surface"
      >
        <ChevronRight
          aria-hidden
          className={clsx("size-4 shrink-0 text-muted transition-transform duration-150", open && "rotate-90")}
        />
        <span className="font-medium">{props.title}</span>
        {props.note ? <span className="min-w-0 truncate text-small text-muted">{props.note}</span> : null}
      </button>
      {open ? (
        <div id={id} className="pt-2 pl-6">
          {props.children()}
        </div>
      ) : null}
    </div>
  );
}
