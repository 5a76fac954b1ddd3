import clsx from "clsx";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const looks = {
  information: { tint: "border-border bg-surface", colour: "text-muted", Icon: Info },
  caution: { tint: "border-caution bg-caution-tint", colour: "text-caution", Icon: TriangleAlert },
  negative: { tint: "border-negative bg-negative-tint", colour: "text-negative", Icon: CircleAlert },
} as const;

/** A fact about the page that stays until it is over. */
export function Banner(props: {
  tone: keyof typeof looks;
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
  /** Across the page under the header, without a frame. */
  wide?: boolean;
}) {
  const { tint, colour, Icon } = looks[props.tone];
  return (
    <div
      className={clsx(
        "flex flex-wrap items-center gap-x-3 gap-y-1",
        tint,
        props.wide
          ? "min-h-10 print:hidden px-4 py-2 shadow-[inset_0_-1px_var(--border)] md:px-6"
          : "rounded-card border px-4 py-3",
      )}
    >
      <Icon aria-hidden className={clsx("size-4 shrink-0", colour)} />
      <div className="min-w-0 flex-1">
        {props.title ? <strong className={clsx("font-semibold", colour)}>{props.title} </strong> : null}
        {props.children}
      </div>
      {props.action}
    </div>
  );
}
