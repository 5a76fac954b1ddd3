"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../../ui/format/use-now.ts";
import { Card } from "../../../../../../ui/primitives/card.tsx";
import { useLotZone } from "../../../../../../ui/shell/lot-zone.tsx";
import { ConnectionStatus } from "../../../../../../ui/status/edge-status.tsx";
import { RolloutStepStatus } from "../../../../../../ui/status/rollout-status.tsx";
import { isLive } from "./is-live.ts";
import type { Plan } from "./plan-view.tsx";

const minuteMs = 60_000;

type Lot = Plan["lots"][number];

/** The waves beside each other, each with its lots and their edges. */
export function PlanWaves({ plan }: { plan: Plan }) {
  const t = useTranslations("plan");
  const waves = Array.from({ length: plan.waves }, (_, wave) => plan.lots.filter((lot) => lot.wave === wave));
  return (
    <ol aria-label={t("waves")} className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-3">
      {waves.map((lots, wave) => (
        <li key={lots[0]?.lotId ?? wave}>
          <Card
            title={t("wave", { number: wave + 1 })}
            aside={t("liveCount", { live: lots.filter(isLive).length, total: lots.length })}
            bodyClassName="pb-1"
          >
            <p className="px-4 pb-3 text-small text-muted">
              <WaveLine plan={plan} wave={wave} />
            </p>
            {lots.map((lot) => (
              <LotEdges key={lot.lotId} lot={lot} />
            ))}
          </Card>
        </li>
      ))}
    </ol>
  );
}

/** What a wave waits for, or since when it is out. */
function WaveLine({ plan, wave }: { plan: Plan; wave: number }) {
  const t = useTranslations("plan");
  const format = useFormat(useLotZone());
  const now = useNow();
  if (plan.state === "scheduled" && wave === 0) {
    return t("startsAt", { time: now === 0 ? format.time(plan.startAt) : format.dateTime(plan.startAt, now) });
  }
  if (wave > plan.wave || plan.state === "scheduled") {
    if (plan.state === "cancelled" || plan.state === "rolledBack") return t("neverSent");
    if (plan.state === "paused") return t("afterResume");
    return wave === plan.wave + 1 && plan.waveLiveAt ? <Countdown plan={plan} /> : t("afterWave", { number: wave });
  }
  if (wave < plan.wave) return t("waveOver");
  if (plan.waveLiveAt === null) return t("waveUnderWay");
  return t("waveLiveSince", {
    time: now === 0 ? format.time(plan.waveLiveAt) : format.dateTime(plan.waveLiveAt, now),
  });
}

function Countdown({ plan }: { plan: Plan }) {
  const t = useTranslations("plan");
  const format = useFormat(useLotZone());
  const now = useNow();
  const at = (plan.waveLiveAt?.getTime() ?? 0) + plan.holdMinutes * minuteMs;
  const leftMs = at - now;
  if (now === 0) return t("startsAt", { time: format.time(at) });
  if (leftMs <= 0) return t("startsNow");
  return t("startsIn", {
    left: leftMs < minuteMs ? t("lessThanMinute") : format.duration(Math.ceil(leftMs / minuteMs)),
    time: format.time(at),
  });
}

function LotEdges({ lot }: { lot: Lot }) {
  const t = useTranslations("plan");
  const format = useFormat(useLotZone());
  const name = t("lotVersion", { lot: lot.name, number: lot.number });
  return (
    <section aria-label={name} className="border-t border-border px-4 py-2">
      {lot.rolloutId ? (
        <Link href={`/lots/${encodeURIComponent(lot.lotId)}/rollouts/${lot.rolloutId}`} className="font-medium">
          {name}
        </Link>
      ) : (
        <span className="font-medium">{name}</span>
      )}
      {lot.edges.length === 0 ? (
        <p className="text-small text-muted">{t(lot.rolloutId ? "noEdge" : "notSent")}</p>
      ) : (
        <ul>
          {lot.edges.map((edge) => (
            <li key={edge.edgeId} className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1">
              <span className="min-w-24 flex-1 wrap-anywhere">{edge.name}</span>
              <span className="inline-flex items-center gap-2">
                <RolloutStepStatus step={edge.step} />
                {edge.liveAt ? <span className="text-small text-muted">{format.time(edge.liveAt)}</span> : null}
              </span>
              <ConnectionStatus connection={edge.online ? "online" : "offline"} bare />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
