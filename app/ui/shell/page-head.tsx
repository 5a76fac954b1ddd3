import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

/** What the page is and its state in the first line; its one main act at the right. */
export function PageHead(props: {
  title: ReactNode;
  parent?: { href: string; label: string };
  state?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 pt-4 pb-3">
      {props.parent ? (
        <>
          <Link href={props.parent.href}>{props.parent.label}</Link>
          <ChevronRight aria-hidden className="-mx-1 size-4 text-muted" />
        </>
      ) : null}
      <h1 className="min-w-0 text-title wrap-anywhere">{props.title}</h1>
      {props.state}
      {props.note ? <div className="text-muted">{props.note}</div> : null}
      {props.actions ? (
        <div className="screen-only ml-auto flex flex-wrap items-center gap-2">{props.actions}</div>
      ) : null}
    </div>
  );
}
