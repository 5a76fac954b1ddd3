"use client";

import Link from "next/link";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../../ui/format/use-now.ts";
import { Button } from "../../../../../../ui/primitives/button.tsx";
import { Card } from "../../../../../../ui/primitives/card.tsx";
import { useLotZone } from "../../../../../../ui/shell/lot-zone.tsx";
import { EdgeSteps } from "../../edge-steps.tsx";
import { isLive } from "./is-live.ts";
import type { Plan } from "./plan-view.tsx";

const minuteMs = 60_000;
const lotsPerPage = 20;

type Lot = Plan["lots"][number];

/** The waves beside each other, each with its lots and their edges; a lane that comes first is the first of them. */
export function PlanWaves({ plan }: { plan: Plan }) {
  const t = useTranslations("plan");
  const { first } = plan;
  const waves = Array.from({ length: plan.waves }, (_, wave) => plan.lots.filter((lot) => lot.wave === wave));
  return (
    <ol aria-label={t("waves")} className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-3">
      {waves.map((lots, wave) => (
        <li key={lots[0]?.lotId ?? wave}>
          <Card
            title={t(first && wave === 0 ? "waveOfLane" : "wave", { number: wave + 1 })}
            aside={
              first && wave === 0 ? null : t("liveCount", { live: lots.filter(isLive).length, total: lots.length })
            }
            bodyClassName="pb-1"
          >
            <p className="px-4 pb-3 text-small text-muted">
              <WaveLine plan={plan} wave={wave} />
            </p>
            {first && wave === 0 ? <FirstLane first={first} /> : <WaveLots lots={lots} />}
          </Card>
        </li>
      ))}
    </ol>
  );
}

function FirstLane({ first }: { first: NonNullable<Plan["first"]> }) {
  const t = useTranslations("plan");
  const name = t("laneOfLot", { lane: first.laneName, lot: first.lotName });
  return (
    <section aria-label={name} className="border-t border-border px-4 py-2">
      <span className="font-medium">{name}</span>
      {first.isOver ? <p className="text-small text-muted">{t("laneOver")}</p> : null}
      {first.edges.length === 0 ? (
        <p className="text-small text-muted">{t("notSent")}</p>
      ) : (
        <EdgeSteps edges={first.edges} />
      )}
    </section>
  );
}

/** Those that need somebody come first; of many, a page at a time. */
function WaveLots({ lots }: { lots: readonly Lot[] }) {
  const t = useTranslations("plan");
  const [shown, setShown] = useState(lotsPerPage);
  const sorted = useMemo(() => [...lots].sort((a, b) => rank(a) - rank(b)), [lots]);
  return (
    <>
      {sorted.slice(0, shown).map((lot) => (
        <LotEdges key={lot.lotId} lot={lot} />
      ))}
      {sorted.length > shown ? (
        <div className="border-t border-border px-4 py-2">
          <Button size="small" onClick={() => setShown(shown + lotsPerPage * 5)}>
            {t("moreLots", { count: sorted.length - shown })}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function rank(lot: Lot): number {
  if (lot.edges.some(({ step }) => step === "refused")) return 0;
  return isLive(lot) ? 2 : 1;
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
        <EdgeSteps edges={lot.edges} />
      )}
    </section>
  );
}
