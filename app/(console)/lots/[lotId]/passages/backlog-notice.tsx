"use client";

import { useQuery } from "@tanstack/react-query";
import { Info } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { useNow } from "../../../../ui/format/use-now.ts";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";

const everyMs = 10_000;

/** Says when an edge still holds records that are not in the list. */
export function BacklogNotice({ lotId }: { lotId: string }) {
  const t = useTranslations("passages");
  const trpc = useTRPC();
  const now = useNow();
  const format = useFormat(useLotZone());
  const { data } = useQuery({ ...trpc.fleet.list.queryOptions({ lotId }), refetchInterval: everyMs, retry: false });
  const waiting = (data ?? []).filter((edge) => (edge.backlog?.records ?? 0) > 0 || edge.connection === "offline");
  if (waiting.length === 0 || now === 0) return null;
  const records = waiting.reduce((sum, edge) => sum + (edge.backlog?.records ?? 0), 0);
  const oldest = Math.min(...waiting.map((edge) => edge.backlog?.oldestAt ?? Number.POSITIVE_INFINITY));
  return (
    <p
      role="status"
      className="flex flex-wrap items-center gap-2 rounded-t-control bg-surface px-3 py-2 text-small text-muted"
    >
      <Info aria-hidden className="size-4" />
      {records > 0 && Number.isFinite(oldest)
        ? t("backlog", { count: records, age: format.age(now - oldest) })
        : t("backlogUnknown", { edges: waiting.map((edge) => edge.name).join(", ") })}
      <Link href={`/lots/${encodeURIComponent(lotId)}/fleet`}>{t("toFleet")}</Link>
    </p>
  );
}
