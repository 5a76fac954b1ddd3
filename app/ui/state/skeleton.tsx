import clsx from "clsx";

/** A grey stand-in of the size of what comes. */
export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden className={clsx("rounded-control bg-quiet-tint", className)} />;
}

/** Rows of a table to come. */
export function SkeletonRows({ rows }: { rows: number }) {
  return (
    <div className="flex flex-col gap-2 rounded-card border border-border p-4">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move.
        <Skeleton key={row} className="h-8 w-full" />
      ))}
    </div>
  );
}
