"use client";

import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import type { DraftPart } from "./draft-history.ts";
import { useDraftContent } from "./draft-provider.tsx";

/** The two ways to write a part of the draft: sentences, and its text. */
export function EditorTabs({ part }: { part: DraftPart }) {
  const t = useTranslations("code");
  const pathname = usePathname();
  const { lotId } = useDraftContent();
  const form = `/lots/${encodeURIComponent(lotId)}/${part}`;
  const ways = [
    { href: form, label: t("form") },
    { href: `${form}/code`, label: t("tab") },
  ];
  return (
    <nav aria-label={t("ways")} className="mb-4 flex gap-6 border-b border-border">
      {ways.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={pathname === href ? "page" : undefined}
          className={clsx(
            "-mb-px flex h-9 items-center border-b-2 no-underline hover:no-underline",
            pathname === href ? "border-accent font-medium text-text" : "border-transparent text-muted hover:text-text",
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
