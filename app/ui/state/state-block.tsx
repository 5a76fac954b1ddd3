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
  /** The block is the whole page, so its title is the page's. */
  isPage?: boolean;
}) {
  const { icon: Icon, tone } = props;
  const Heading = props.isPage ? "h1" : "h2";
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
      <Heading className="text-large">{props.title}</Heading>
      {props.children ? <div className="max-w-[72ch] text-muted">{props.children}</div> : null}
      {props.action}
    </div>
  );
}
