import clsx from "clsx";
import type { LucideIcon } from "lucide-react";

export type Tone = "quiet" | "accent" | "positive" | "caution" | "negative" | "held";

const tints: Record<Tone, string> = {
  quiet: "bg-quiet-tint text-quiet",
  accent: "bg-accent-tint text-accent",
  positive: "bg-positive-tint text-positive",
  caution: "bg-caution-tint text-caution",
  negative: "bg-negative-tint text-negative",
  held: "bg-held-tint text-held",
};

const colours: Record<Tone, string> = {
  quiet: "text-quiet",
  accent: "text-accent",
  positive: "text-positive",
  caution: "text-caution",
  negative: "text-negative",
  held: "text-held",
};

/** A state as icon, word and colour, in that order of trust. `bare` leaves out the tint, for dense tables. */
export function Status(props: { icon: LucideIcon; word: string; tone: Tone; bare?: boolean }) {
  const { icon: Icon } = props;
  return (
    <span
      className={clsx(
        "inline-flex items-center gap-1.5 align-middle text-small font-medium whitespace-nowrap",
        props.bare ? colours[props.tone] : clsx("h-6 rounded-control px-2", tints[props.tone]),
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      {props.word}
    </span>
  );
}
