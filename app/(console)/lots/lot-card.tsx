"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useFormat } from "../../ui/format/use-format.ts";
import { useNow } from "../../ui/format/use-now.ts";
import { DraftStatus } from "../../ui/status/draft-status.tsx";
import { EdgesStatus } from "../../ui/status/edges-status.tsx";
import type { Outputs } from "../../ui/trpc/outputs.ts";

/** One lot at a glance. The name leads to its passages. */
export function LotCard({ lot }: { lot: Outputs["lots"]["list"][number] }) {
  const t = useTranslations("lots");
  const format = useFormat(lot.timeZone);
  const now = useNow();
  const base = `/lots/${encodeURIComponent(lot.id)}`;
  return (
    <article className="flex h-full flex-col rounded-card border border-border">
      <header className="flex flex-wrap items-start justify-between gap-2 p-4 pb-3">
        <div className="min-w-0">
          <h2 className="text-large">
            <Link href={`${base}/passages`} className="text-text">
              {lot.name}
            </Link>
          </h2>
          <p className="text-small text-muted">
            {lot.operatorName}
            {now === 0 ? null : ` · ${format.time(now)} ${format.zone(now)}`}
          </p>
        </div>
        <EdgesStatus online={lot.edges.online} total={lot.edges.total} />
      </header>
      <dl className="grid grid-cols-2 gap-4 px-4 pb-4">
        <div>
          <dt className="text-small text-muted">{t("passagesToday")}</dt>
          <dd className="text-figure font-semibold">{format.count(lot.passagesToday)}</dd>
        </div>
        <div>
          <dt className="text-small text-muted">{t("liveVersion")}</dt>
          <dd className="text-figure font-semibold">
            {lot.live ? t("version", { number: lot.live.number }) : t("nothingLive")}
          </dd>
          {lot.live && now > 0 ? (
            <dd className="text-small text-muted">{t("since", { time: format.dateTime(lot.live.at, now) })}</dd>
          ) : null}
        </div>
      </dl>
      <footer className="mt-auto flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-border px-4 py-3">
        <Link href={`${base}/tariff`}>{t("toTariff")}</Link>
        <Link href={`${base}/rules`}>{t("toRules")}</Link>
        <Link href={`${base}/fleet`}>{t("toFleet")}</Link>
        {lot.draftDiffers ? (
          <Link href={`${base}/review`} className="ml-auto no-underline">
            <DraftStatus state="draft" />
            <span className="sr-only">{t("draftDiffers")}</span>
          </Link>
        ) : null}
      </footer>
    </article>
  );
}
