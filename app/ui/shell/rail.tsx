"use client";

import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { BrandMark } from "./brand-mark.tsx";
import { type Destination, homeDestination, isHere, lotDestinations, lotIdOf } from "./destinations.ts";
import { useFootDestinations } from "./use-foot-destinations.ts";

/** The left rail: all lots, the pages of the lot in the address, and the audit at the foot. */
export function Rail() {
  const pathname = usePathname();
  const t = useTranslations("shell");
  const lotId = lotIdOf(pathname);
  const foot = useFootDestinations();
  return (
    <nav
      aria-label={t("mainNavigation")}
      className="screen-only sticky top-0 hidden h-dvh w-46 flex-col border-r border-border bg-surface px-2 pb-3 md:flex"
    >
      <Link
        href="/lots"
        className="mb-1 flex h-12 items-center gap-2 px-2 text-large font-semibold text-text no-underline hover:no-underline"
      >
        <BrandMark />
        {t("product")}
      </Link>
      <RailLink destination={homeDestination} />
      {lotId ? lotDestinations(lotId).map((each) => <RailLink key={each.key} destination={each} />) : null}
      <div className="mt-auto border-t border-border pt-3">
        {foot.map((each) => (
          <RailLink key={each.key} destination={each} />
        ))}
      </div>
    </nav>
  );
}

function RailLink({ destination }: { destination: Destination }) {
  const pathname = usePathname();
  const t = useTranslations("shell.pages");
  const { icon: Icon } = destination;
  const here = isHere(destination, pathname);
  return (
    <Link
      href={destination.href}
      aria-current={here ? "page" : undefined}
      className={clsx(
        "mb-1 flex h-8 items-center gap-3 rounded-control px-2 no-underline hover:no-underline",
        here ? "bg-accent-tint font-medium text-accent" : "text-muted hover:bg-quiet-tint hover:text-text",
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      {t(destination.key)}
    </Link>
  );
}
