"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { Banner } from "../../../../../ui/primitives/banner.tsx";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { useLot } from "../../../../../ui/shell/console-context.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { PageBody } from "../../../../../ui/shell/page-body.tsx";
import { PageHead } from "../../../../../ui/shell/page-head.tsx";
import { may } from "../../../../../ui/shell/permissions.ts";
import { LiveMark } from "../../../../../ui/state/live-mark.tsx";
import { QueryState } from "../../../../../ui/state/query-state.tsx";
import { SkeletonRows } from "../../../../../ui/state/skeleton.tsx";
import { RolloutStatus } from "../../../../../ui/status/rollout-status.tsx";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { FactList } from "../fact-list.tsx";
import { useRolloutTicks } from "../use-rollout-ticks.ts";
import { RollBack } from "./roll-back.tsx";
import { RolloutEdges } from "./rollout-edges.tsx";
import { VersionHistory } from "./version-history.tsx";

export type Rollout = Outputs["rollouts"]["get"];

const everyMs = 5_000;

/** One rollout: where each edge stands, and the way back. */
export function RolloutView({ lotId, rolloutId }: { lotId: string; rolloutId: string }) {
  const t = useTranslations("rollout");
  const trpc = useTRPC();
  const lot = useLot(lotId);
  const live = useRolloutTicks(lotId);
  const query = useQuery({ ...trpc.rollouts.get.queryOptions({ lotId, rolloutId }), refetchInterval: everyMs });
  const parent = { href: `/lots/${encodeURIComponent(lotId)}/rollouts`, label: t("parent") };
  return (
    <PageBody>
      {query.data ? null : <PageHead title={t("title")} parent={parent} />}
      <QueryState query={query} what={t("what")} skeleton={<SkeletonRows rows={4} />}>
        {(rollout) => (
          <>
            <PageHead
              parent={parent}
              title={t("heading", { number: rollout.bundle.number, lot: lot?.name ?? lotId })}
              state={<RolloutStatus state={rollout.state} />}
              note={<LiveCount rollout={rollout} />}
              actions={
                may(lot?.role, "publish") && rollout.canRollBackTo !== null ? (
                  <RollBack lotId={lotId} rollout={rollout} toNumber={rollout.canRollBackTo} />
                ) : null
              }
            />
            <div className="flex flex-col gap-4">
              <Waiting rollout={rollout} />
              <Card title={t("edges")} aside={<LiveMark state={live} at={query.dataUpdatedAt} />} bodyClassName="pb-1">
                <RolloutEdges rollout={rollout} />
              </Card>
              <About rollout={rollout} />
              <VersionHistory lotId={lotId} />
            </div>
          </>
        )}
      </QueryState>
    </PageBody>
  );
}

function LiveCount({ rollout }: { rollout: Rollout }) {
  const t = useTranslations("rollout");
  const live = rollout.edges.filter((edge) => edge.step === "live").length;
  return t("liveCount", { live, total: rollout.edges.length });
}

/** Edges that cannot be reached are not counted as done. */
function Waiting({ rollout }: { rollout: Rollout }) {
  const t = useTranslations("rollout");
  const offline = rollout.edges.filter((edge) => !edge.online && edge.step !== "live");
  const refused = rollout.edges.filter((edge) => edge.step === "refused");
  return (
    <>
      {refused.length > 0 ? (
        <Banner tone="negative" title={t("refusedTitle", { count: refused.length })}>
          {t("refusedText")}
        </Banner>
      ) : null}
      {offline.length > 0 ? (
        <Banner tone="caution" title={t("offlineTitle", { count: offline.length })}>
          {t("offlineText")}
        </Banner>
      ) : null}
    </>
  );
}

function About({ rollout }: { rollout: Rollout }) {
  const t = useTranslations("rollout");
  const format = useFormat(useLotZone());
  const now = useNow();
  const rows: [string, string][] = [
    [t("note"), rollout.note],
    [t("by"), rollout.startedName],
    [t("started"), now === 0 ? format.time(rollout.startedAt) : format.dateTime(rollout.startedAt, now)],
    [t("made"), t("madeBy", { name: rollout.bundle.createdName, note: rollout.bundle.note })],
    [t("fingerprint"), rollout.bundle.sha256],
  ];
  return (
    <Card title={t("about")}>
      <FactList rows={rows} />
    </Card>
  );
}
