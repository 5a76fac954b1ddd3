"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, Pencil, Unplug } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { useTRPC } from "../trpc/trpc-provider.tsx";

const everyMs = 5_000;

/** What is not live and what is not reachable, on every page. */
export function LiveBar() {
  const t = useTranslations("shell");
  const trpc = useTRPC();
  const { data } = useQuery({ ...trpc.me.status.queryOptions({}), refetchInterval: everyMs });
  if (!data) return null;
  const draft = data.draftsNotLive[0];
  const edge = data.edgesOffline[0];
  const look = "inline-flex h-6 items-center gap-1.5 whitespace-nowrap";
  return (
    <div className="flex items-center gap-4">
      {draft ? (
        <Link href={`/lots/${draft.lotId}/review`} className={`${look} text-muted`}>
          <Pencil aria-hidden className="size-4" />
          <span className="max-lg:sr-only">{t("draftsNotLive", { count: data.draftsNotLive.length })}</span>
          <span aria-hidden className="lg:hidden">
            {data.draftsNotLive.length}
          </span>
        </Link>
      ) : null}
      {edge ? (
        <Link href={`/lots/${edge.lotId}/fleet`} className={`${look} text-negative`}>
          <Unplug aria-hidden className="size-4" />
          <span className="max-lg:sr-only">{t("edgesOffline", { count: data.edgesOffline.length })}</span>
          <span aria-hidden className="lg:hidden">
            {data.edgesOffline.length}
          </span>
        </Link>
      ) : null}
      {!draft && !edge ? (
        <span className={`${look} text-muted max-lg:hidden`}>
          <CircleCheck aria-hidden className="size-4 text-positive" />
          {t("allLive")}
        </span>
      ) : null}
    </div>
  );
}
