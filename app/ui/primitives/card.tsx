import clsx from "clsx";
import type { ReactNode } from "react";

/** A bordered part of a page with its own heading. */
export function Card(props: {
  title?: ReactNode;
  aside?: ReactNode;
  className?: string;
  bodyClassName?: string;
  children: ReactNode;
}) {
  return (
    <section className={clsx("rounded-card border border-border bg-background", props.className)}>
      {props.title ? (
        <header className="flex flex-wrap items-center justify-between gap-2 px-4 pt-3 pb-2">
          <h2 className="text-body">{props.title}</h2>
          {props.aside ? <div className="text-small text-muted">{props.aside}</div> : null}
        </header>
      ) : null}
      <div className={props.bodyClassName ?? "px-4 pb-4"}>{props.children}</div>
    </section>
  );
}
