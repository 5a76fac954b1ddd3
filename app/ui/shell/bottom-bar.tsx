"use client";

import clsx from "clsx";
import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { Menu, MenuLink } from "../primitives/menu.tsx";
import { type Destination, homeDestination, isHere, lotDestinations, lotIdOf } from "./destinations.ts";
import { useFootDestinations } from "./use-foot-destinations.ts";

/** What a person on the move opens most; the rest of a lot's pages stand behind "More". */
const inReach: readonly Destination["key"][] = ["passages", "tariff", "rules", "fleet"];

const tab =
  "flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-1 text-small no-underline hover:no-underline";
const look = (here: boolean) => (here ? "font-medium text-accent" : "text-muted");

/** On a phone the rail lies at the bottom. */
export function BottomBar() {
  const pathname = usePathname();
  const t = useTranslations("shell");
  const lotId = lotIdOf(pathname);
  const home = [homeDestination, ...useFootDestinations()];
  const ofLot = lotId ? lotDestinations(lotId) : [];
  const shown = lotId ? ofLot.filter(({ key }) => inReach.includes(key)) : home;
  const behind = ofLot.filter(({ key }) => !inReach.includes(key));
  return (
    <nav
      aria-label={t("mainNavigation")}
      className="screen-only fixed inset-x-0 bottom-0 z-30 flex border-t border-border bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {shown.map((destination) => (
        <TabLink key={destination.key} destination={destination} />
      ))}
      {behind.length > 0 ? (
        <Menu
          trigger={
            <button type="button" className={clsx(tab, look(behind.some((each) => isHere(each, pathname))))}>
              <Ellipsis aria-hidden className="size-5" />
              {t("more")}
            </button>
          }
        >
          {behind.map((destination) => (
            <MenuLink key={destination.key} href={destination.href} here={isHere(destination, pathname)}>
              <destination.icon aria-hidden className="size-4 shrink-0" />
              {t(`pages.${destination.key}`)}
            </MenuLink>
          ))}
        </Menu>
      ) : null}
    </nav>
  );
}

function TabLink({ destination }: { destination: Destination }) {
  const pathname = usePathname();
  const t = useTranslations("shell.pages");
  const { icon: Icon } = destination;
  const here = isHere(destination, pathname);
  return (
    <Link href={destination.href} aria-current={here ? "page" : undefined} className={clsx(tab, look(here))}>
      <Icon aria-hidden className="size-5" />
      <span className="max-w-full truncate px-1">{t(destination.key)}</span>
    </Link>
  );
}
