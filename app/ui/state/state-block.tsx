import clsx from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** The shared shape of empty, error and not-allowed: what is so, and the way on. */
export function StateBlock(props: {
  icon: LucideIcon;
  tone: "quiet" | "negative" | "caution";
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  alert?: boolean;
}) {
  const { icon: Icon, tone } = props;
  return (
    <div
      role={props.alert ? "alert" : undefined}
      className="flex flex-col items-center gap-3 rounded-card border border-border px-6 py-12 text-center"
    >
      <Icon
        aria-hidden
        className={clsx(
          "size-5",
          tone === "quiet" && "text-muted",
          tone === "negative" && "text-negative",
          tone === "caution" && "text-caution",
        )}
      />
      <h2 className="text-large">{props.title}</h2>
      {props.children ? <div className="max-w-[72ch] text-muted">{props.children}</div> : null}
      {props.action}
    </div>
  );
}
