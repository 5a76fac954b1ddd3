"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { useNow } from "../../../../ui/format/use-now.ts";
import { Cell, HeadCell, Table } from "../../../../ui/primitives/table.tsx";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { ShadowStatus } from "./shadows/shadow-status.tsx";

const everyMs = 10_000;
const shownMax = 5;

/** Versions that run, or ran, beside the live one. Nothing when there was none. */
export function ShadowsSection({ lotId }: { lotId: string }) {
  const t = useTranslations("shadows");
  const trpc = useTRPC();
  const format = useFormat(useLotZone());
  const now = useNow();
  const query = useQuery({ ...trpc.shadows.list.queryOptions({ lotId }), refetchInterval: everyMs });
  const shadows = (query.data ?? []).slice(0, shownMax);
  if (shadows.length === 0) return null;
  return (
    <section className="pb-6" aria-labelledby="shadows">
      <h2 id="shadows" className="pb-2 text-large">
        {t("title")}
      </h2>
      <div className="overflow-x-auto">
        <Table label={t("title")} cards>
          <thead>
            <tr>
              <HeadCell>{t("columns.version")}</HeadCell>
              <HeadCell>{t("columns.state")}</HeadCell>
              <HeadCell>{t("columns.found")}</HeadCell>
              <HeadCell>{t("columns.note")}</HeadCell>
              <HeadCell>{t("columns.by")}</HeadCell>
              <HeadCell>{t("columns.started")}</HeadCell>
            </tr>
          </thead>
          <tbody>
            {shadows.map((shadow) => (
              <tr key={shadow.id} className="hover:bg-surface">
                <Cell label={t("columns.version")} className="whitespace-nowrap">
                  <Link
                    href={`/lots/${encodeURIComponent(lotId)}/rollouts/shadows/${shadow.id}`}
                    className="font-medium"
                  >
                    {t("version", { number: shadow.number })}
                  </Link>
                </Cell>
                <Cell label={t("columns.state")}>
                  <ShadowStatus ending={shadow.ending} />
                </Cell>
                <Cell label={t("columns.found")} className="whitespace-nowrap">
                  {t("found", shadow.counts)}
                </Cell>
                <Cell label={t("columns.note")} className="max-w-[32rem] wrap-anywhere">
                  {shadow.note}
                </Cell>
                <Cell label={t("columns.by")}>{shadow.startedName}</Cell>
                <Cell label={t("columns.started")} className="whitespace-nowrap text-muted">
                  {now === 0 ? format.time(shadow.startedAt) : format.dateTime(shadow.startedAt, now)}
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </section>
  );
}
