"use client";

import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { useDraft } from "./draft-provider.tsx";

/** The two ways to prove a draft: on described vehicles, and on recorded ones. */
export function ProofTabs() {
  const t = useTranslations("proof");
  const pathname = usePathname();
  const { lotId } = useDraft();
  const base = `/lots/${encodeURIComponent(lotId)}`;
  return (
    <nav aria-label={t("ways")} className="mb-4 flex gap-6 border-b border-border">
      {(["scenarios", "backtest"] as const).map((key) => {
        const here = pathname === `${base}/${key}`;
        return (
          <Link
            key={key}
            href={`${base}/${key}`}
            aria-current={here ? "page" : undefined}
            className={clsx(
              "-mb-px flex h-9 items-center border-b-2 no-underline hover:no-underline",
              here ? "border-accent font-medium text-text" : "border-transparent text-muted hover:text-text",
            )}
          >
            {t(key)}
          </Link>
        );
      })}
    </nav>
  );
}
