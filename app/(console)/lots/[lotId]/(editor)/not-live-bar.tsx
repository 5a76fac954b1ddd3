"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { Banner } from "../../../../ui/primitives/banner.tsx";
import { useDraftContent } from "./draft-provider.tsx";

/** Live and draft never look alike: until the draft is live, this bar says so. */
export function NotLiveBar() {
  const t = useTranslations("draft");
  const pathname = usePathname();
  const { changes, live, lotId } = useDraftContent();
  if (changes.length === 0 && live) return null;
  const review = `/lots/${encodeURIComponent(lotId)}/review`;
  return (
    <Banner
      wide
      tone="caution"
      title={t("notLive")}
      action={pathname === review ? null : <Link href={review}>{t("seeChanges")}</Link>}
    >
      {live ? t("differs", { number: live.number, count: changes.length }) : t("nothingLive")}
    </Banner>
  );
}
