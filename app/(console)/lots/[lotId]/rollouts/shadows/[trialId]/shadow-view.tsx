"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../../ui/format/use-now.ts";
import { Banner } from "../../../../../../ui/primitives/banner.tsx";
import { Card } from "../../../../../../ui/primitives/card.tsx";
import { useLot } from "../../../../../../ui/shell/console-context.tsx";
import { useLotZone } from "../../../../../../ui/shell/lot-zone.tsx";
import { PageBody } from "../../../../../../ui/shell/page-body.tsx";
import { PageHead } from "../../../../../../ui/shell/page-head.tsx";
import { may } from "../../../../../../ui/shell/permissions.ts";
import { LiveMark } from "../../../../../../ui/state/live-mark.tsx";
import { QueryState } from "../../../../../../ui/state/query-state.tsx";
import { SkeletonRows } from "../../../../../../ui/state/skeleton.tsx";
import type { Outputs } from "../../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../../ui/trpc/trpc-provider.tsx";
import { FactList } from "../../fact-list.tsx";
import { useRolloutTicks } from "../../use-rollout-ticks.ts";
import { ShadowStatus } from "../shadow-status.tsx";
import { ShadowActs } from "./shadow-acts.tsx";
import { ShadowDifferences } from "./shadow-differences.tsx";
import { ShadowEdges } from "./shadow-edges.tsx";

export type Shadow = Outputs["shadows"]["get"];

const everyMs = 5_000;

/** A version that runs beside the live one: how many cars it has seen, and for which it would have done otherwise. */
export function ShadowView({ lotId, trialId }: { lotId: string; trialId: string }) {
  const t = useTranslations("shadow");
  const trpc = useTRPC();
  const lot = useLot(lotId);
  const live = useRolloutTicks(lotId);
  const query = useQuery({ ...trpc.shadows.get.queryOptions({ lotId, trialId }), refetchInterval: everyMs });
  const parent = { href: `/lots/${encodeURIComponent(lotId)}/rollouts`, label: t("parent") };
  return (
    <PageBody>
      {query.data ? null : <PageHead title={t("title")} parent={parent} />}
      <QueryState query={query} what={t("what")} skeleton={<SkeletonRows rows={5} />}>
        {(shadow) => (
          <>
            <PageHead
              parent={parent}
              title={t("heading", { number: shadow.number, lot: lot?.name ?? lotId })}
              state={<ShadowStatus ending={shadow.ending} />}
              actions={
                may(lot?.role, "publish") && shadow.ending === null ? (
                  <ShadowActs lotId={lotId} shadow={shadow} />
                ) : null
              }
            />
            <div className="flex flex-col gap-4">
              <Waiting shadow={shadow} />
              <Counts shadow={shadow} />
              <ShadowDifferences lotId={lotId} shadow={shadow} />
              <Card title={t("edges")} aside={<LiveMark state={live} at={query.dataUpdatedAt} />} bodyClassName="pb-1">
                <ShadowEdges shadow={shadow} />
              </Card>
              <Card title={t("about")}>
                <About shadow={shadow} />
              </Card>
            </div>
          </>
        )}
      </QueryState>
    </PageBody>
  );
}

/** Edges that say nothing count nothing. */
function Waiting({ shadow }: { shadow: Shadow }) {
  const t = useTranslations("shadow");
  if (shadow.ending !== null) return null;
  const refused = shadow.edges.filter((edge) => edge.step === "refused").length;
  const silent = shadow.edges.filter((edge) => edge.step !== "refused" && edge.step !== "checked").length;
  return (
    <>
      {refused > 0 ? (
        <Banner tone="negative" title={t("refusedTitle", { count: refused })}>
          {t("refusedText")}
        </Banner>
      ) : null}
      {silent > 0 ? (
        <Banner tone="caution" title={t("silentTitle", { count: silent })}>
          {t("silentText")}
        </Banner>
      ) : null}
    </>
  );
}

function Counts({ shadow: { counts } }: { shadow: Shadow }) {
  const t = useTranslations("shadow.counts");
  const format = useFormat(useLotZone());
  const { evaluated, different, failed, skipped } = counts;
  const tiles = [
    { name: "evaluated", value: evaluated },
    { name: "same", value: evaluated - different },
    { name: "different", value: different },
    { name: "failed", value: failed },
    { name: "skipped", value: skipped },
  ] as const;
  return (
    <ul aria-label={t("title")} className="grid grid-cols-2 gap-4 md:grid-cols-5">
      {tiles.map(({ name, value }) => (
        <li key={name} className="rounded-card border border-border px-4 py-3">
          <h2 className="text-body">{t(`${name}.name`)}</h2>
          <p className="text-large font-semibold tabular-nums">{format.count(value)}</p>
          <p className="text-small text-muted">{t(`${name}.help`)}</p>
        </li>
      ))}
    </ul>
  );
}

function About({ shadow }: { shadow: Shadow }) {
  const t = useTranslations("shadow");
  const format = useFormat(useLotZone());
  const now = useNow();
  const when = (at: Date) => (now === 0 ? format.time(at) : format.dateTime(at, now));
  const { note, startedName, startedAt, endedAt, endedName, liveNumber, sha256 } = shadow;
  const ended = endedAt ? t("endedBy", { name: endedName ?? "", time: when(endedAt) }) : null;
  return (
    <FactList
      rows={[
        [t("note"), note],
        [t("by"), startedName],
        [t("started"), when(startedAt)],
        ...(ended ? [[t("ended"), ended] as const] : []),
        ...(liveNumber === null ? [] : [[t("beside"), t("version", { number: liveNumber })] as const]),
        [t("fingerprint"), sha256],
      ]}
    />
  );
}
