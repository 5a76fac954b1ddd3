"use client";

import { Ellipsis } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Button } from "../../../../../ui/primitives/button.tsx";

/**
 * A sentence with blanks: its topic at the left, words and controls in reading order, what it was at the end. What is
 * rare about it folds out underneath.
 */
export function SentenceRow(props: {
  topic: string;
  was?: string | null;
  children: ReactNode;
  actions?: ReactNode;
  more?: { label: string; content: () => ReactNode } | undefined;
  /** What a check found about it. */
  findings?: ReactNode;
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const { more } = props;
  return (
    <div className="grid grid-cols-[1fr_auto] items-start gap-x-2 gap-y-1 sm:grid-cols-[3.5rem_1fr_auto]">
      <div className="text-muted wrap-anywhere max-sm:col-span-2 sm:pt-1.5">{props.topic}</div>
      <div className="flex min-w-0 flex-wrap items-start gap-x-1.5 gap-y-1 leading-8">{props.children}</div>
      <div className="flex min-h-8 items-center">
        {props.was ? <span className="mr-1 text-small leading-8 whitespace-nowrap text-muted">{props.was}</span> : null}
        {more ? (
          <Button
            kind="quiet"
            size="smallIcon"
            aria-label={more.label}
            title={more.label}
            aria-expanded={open}
            {...(open ? { "aria-controls": id } : {})}
            onClick={() => setOpen(!open)}
          >
            <Ellipsis aria-hidden />
          </Button>
        ) : null}
        {props.actions}
      </div>
      {open && more ? (
        <div id={id} className="col-span-full min-w-0 rounded-control bg-surface p-3 sm:col-start-2">
          {more.content()}
        </div>
      ) : null}
      {props.findings ? <div className="col-span-full empty:hidden sm:col-start-2">{props.findings}</div> : null}
    </div>
  );
}
