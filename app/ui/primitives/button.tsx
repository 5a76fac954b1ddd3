"use client";

import { cva, type VariantProps } from "class-variance-authority";
import Link from "next/link";
import type { ComponentProps } from "react";

const look = cva(
  "inline-flex items-center justify-center gap-2 rounded-control border font-medium whitespace-nowrap no-underline hover:no-underline select-none transition-colors duration-150 aria-disabled:opacity-60 disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      kind: {
        plain: "border-control bg-background text-text hover:bg-surface",
        primary: "border-accent bg-accent text-on-accent hover:bg-[color-mix(in_oklab,var(--accent)_88%,var(--text))]",
        danger: "border-negative bg-background text-negative hover:bg-negative-tint",
        solidDanger:
          "border-negative bg-negative text-background hover:bg-[color-mix(in_oklab,var(--negative)_88%,var(--text))]",
        quiet: "border-transparent bg-transparent text-muted hover:bg-quiet-tint hover:text-text",
        link: "border-transparent bg-transparent text-accent hover:bg-accent-tint",
      },
      size: {
        normal: "h-8 px-3 text-body",
        small: "h-6 px-2 text-small",
        icon: "size-8 p-0",
        smallIcon: "size-6 p-0",
      },
    },
    defaultVariants: { kind: "plain", size: "normal" },
  },
);

type Look = VariantProps<typeof look>;

/** A button. One `primary` a page. */
export function Button({ kind, size, className, type = "button", ...rest }: ComponentProps<"button"> & Look) {
  return <button type={type} className={look({ kind, size, className })} {...rest} />;
}

/** A link that looks like a button, for going somewhere. */
export function ButtonLink({ kind, size, className, ...rest }: ComponentProps<typeof Link> & Look) {
  return <Link className={look({ kind, size, className })} {...rest} />;
}
