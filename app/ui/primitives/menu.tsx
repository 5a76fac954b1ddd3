"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import Link from "next/link";
import { type ReactElement, type ReactNode, useRef } from "react";

const itemLook =
  "flex min-h-8 cursor-default items-center gap-2 rounded-tag px-2 text-body outline-none select-none data-highlighted:bg-accent-tint data-highlighted:text-accent";

/** A menu of acts or choices that opens from `trigger`, a button element. */
export function Menu({ trigger, children }: { trigger: ReactElement; children: ReactNode }) {
  // Drawn beside its trigger, so that it stays inside the landmark that it belongs to.
  const place = useRef<HTMLSpanElement>(null);
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <span ref={place} className="contents" />
      <Base.Portal container={place}>
        <Base.Positioner sideOffset={4} align="end" className="z-40 outline-none">
          <Base.Popup className="max-h-(--available-height) min-w-48 overflow-y-auto rounded-control border border-border bg-background p-1 shadow-float outline-none">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuItem({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Base.Item className={itemLook} onClick={onClick}>
      {children}
    </Base.Item>
  );
}

/** A way to another page; `here` marks the page that is open. */
export function MenuLink({ href, here, children }: { href: string; here: boolean; children: ReactNode }) {
  return (
    <Base.Item
      className={`${itemLook} text-text no-underline hover:no-underline aria-[current]:font-medium aria-[current]:text-accent`}
      render={<Link href={href} aria-current={here ? "page" : undefined} />}
    >
      {children}
    </Base.Item>
  );
}

/** Choices of which one holds; the words above name them. */
export function MenuChoices<Value extends string>({
  label,
  value,
  choices,
  onChoose,
}: {
  label: string;
  value: Value;
  choices: readonly { value: Value; label: string }[];
  onChoose: (value: Value) => void;
}) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-2 pb-1 text-small text-muted">{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={onChoose}>
        {choices.map((choice) => (
          <Base.RadioItem key={choice.value} value={choice.value} closeOnClick className={itemLook}>
            <span className="flex size-4 items-center">
              <Base.RadioItemIndicator>
                <Check aria-hidden className="size-4" />
              </Base.RadioItemIndicator>
            </span>
            {choice.label}
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="my-1 border-t border-border" />;
}
