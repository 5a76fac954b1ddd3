import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";

/** A table with a name. Under 640 pixels, rows marked `cards` become cards in the same order. */
export function Table(props: { label: string; cards?: boolean; className?: string; children: ReactNode }) {
  return (
    <table
      aria-label={props.label}
      className={clsx("w-full border-collapse text-left", props.cards && "table-cards", props.className)}
    >
      {props.children}
    </table>
  );
}

export function HeadCell({ numeric, className, ...rest }: ComponentProps<"th"> & { numeric?: boolean }) {
  return (
    <th
      scope="col"
      className={clsx(
        "sticky top-0 z-10 h-8 border-b border-border bg-background px-2 text-small font-medium whitespace-nowrap text-muted",
        numeric && "text-right",
        className,
      )}
      {...rest}
    />
  );
}

/** `label` names the column where the row is drawn as a card. */
export function Cell({
  numeric,
  label,
  className,
  ...rest
}: ComponentProps<"td"> & { numeric?: boolean; label?: string }) {
  return (
    <td
      data-label={label}
      className={clsx(
        "h-(--row-height) border-b border-border px-2 py-1 align-middle",
        numeric && "text-right",
        className,
      )}
      {...rest}
    />
  );
}
