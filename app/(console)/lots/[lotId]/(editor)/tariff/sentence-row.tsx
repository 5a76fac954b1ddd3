import type { ReactNode } from "react";

/** A sentence with blanks: its topic at the left, words and controls in reading order, what it was at the end. */
export function SentenceRow(props: { topic: string; was?: string | null; children: ReactNode; actions?: ReactNode }) {
  return (
    <div className="grid grid-cols-[1fr_auto] items-start gap-x-2 gap-y-1 sm:grid-cols-[3.5rem_1fr_auto]">
      <div className="text-muted max-sm:col-span-2 sm:pt-1.5">{props.topic}</div>
      <div className="flex min-w-0 flex-wrap items-start gap-x-1.5 gap-y-1 leading-8">{props.children}</div>
      <div className="flex items-center gap-1">
        {props.was ? <span className="text-small leading-8 whitespace-nowrap text-muted">{props.was}</span> : null}
        {props.actions}
      </div>
    </div>
  );
}
