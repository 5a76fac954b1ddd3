"use client";

import { Clock, TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import type { PreparedTariff } from "#engine/price/prepare-tariff.ts";
import { firstFall, widestGap } from "../../../../../ui/charts/fee-steps.ts";
import { StepChart } from "../../../../../ui/charts/step-chart.tsx";
import { timeOfDayText } from "../../../../../ui/format/time-of-day.ts";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { Skeleton } from "../../../../../ui/state/skeleton.tsx";
import { useLatestDraft } from "../draft-provider.tsx";
import { usePriced } from "../priced-scope.ts";
import { clockChangeBetween } from "./clock-change.ts";
import { type CurveChoice, CurveControls } from "./curve-controls.tsx";
import { classesOf, curveOf, entryAtOf, shadesOf, spanMinutes } from "./curve-data.ts";
import { usePrepared } from "./use-prepared.ts";

const dayMs = 86_400_000;

/** What a stay costs by its length, draft against live, computed here by the engine that will decide. */
export function FeeCurve(props: CurveChoice) {
  const t = useTranslations("curve");
  const { content, live, clock, against } = usePriced();
  const { tariff } = useLatestDraft() ?? content;
  const zone = useLotZone();
  const format = useFormat(zone);
  const now = useNow();
  const today = Math.floor(now / dayMs) * dayMs;
  const draftTariff = usePrepared(tariff);
  const liveTariff = usePrepared(live?.draft.tariff ?? null);
  const { entryMinute, vehicleClass } = props;
  const entryAt = today === 0 ? null : entryAtOf(clock, today, entryMinute);
  const curves = {
    draft: useCurve(draftTariff, entryAt, vehicleClass),
    live: useCurve(liveTariff, entryAt, vehicleClass),
  };
  if (entryAt === null) return <Skeleton className="h-96" />;
  const change = clockChangeBetween(clock, entryAt, entryAt + dayMs);
  const { currency } = tariff;
  const money = (minor: number) => format.money(minor, currency);
  const entry = timeOfDayText(entryMinute);
  const gap = curves.draft && curves.live ? widestGap(curves.draft, curves.live) : null;
  const fall = curves.draft ? firstFall(curves.draft) : null;
  const dayFee = curves.draft?.at(-1)?.feeMinor ?? 0;
  const heading = !curves.draft
    ? t("noPrice", { entry })
    : !curves.live
      ? t("dayCosts", { entry, fee: money(dayFee) })
      : !gap
        ? t("asLive", { entry, against, number: live?.number ?? 0 })
        : t(gap.moreMinor > 0 ? "costsMore" : "costsLess", {
            ...{ entry, against },
            difference: money(Math.abs(gap.moreMinor)),
          });
  return (
    <section className="flex flex-col gap-2 rounded-card border border-border p-4">
      <StepChart
        heading={heading}
        {...(gap ? { note: t("widest", { stay: format.duration(gap.stayMinutes) }) } : {})}
        series={[
          ...(curves.draft && (gap || !curves.live)
            ? [{ key: "draft", label: t("draft", { against }), steps: curves.draft }]
            : []),
          ...(curves.live && live
            ? [{ key: "live", label: t("live", { number: live.number, against }), steps: curves.live }]
            : []),
        ]}
        spanMinutes={spanMinutes}
        shades={shadesOf(tariff, entryMinute)}
        tickText={(stay) => [timeOfDayText((entryMinute + stay) % 1_440), format.duration(stay)]}
        moneyText={money}
        axisText={(minor) => format.digits(minor, currency).replace(/[.]0+$/, "")}
        zone={format.zone(now)}
        controls={<CurveControls {...props} classes={classesOf(tariff).join(" ")} />}
      />
      {change ? (
        <p className="flex items-center gap-2 text-small text-muted">
          <Clock aria-hidden className="size-4 shrink-0" />
          {t("clockChange", {
            from: timeOfDayText(change.fromMinute),
            to: timeOfDayText(change.toMinute),
          })}
        </p>
      ) : null}
      {fall ? (
        <p className="flex items-start gap-2 rounded-control border border-caution bg-caution-tint px-3 py-2">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-caution" />
          <span>
            {t("falls", {
              shorter: format.duration(fall.stayMinutes - 1),
              before: money(fall.beforeMinor),
              longer: format.duration(fall.stayMinutes),
              after: money(fall.afterMinor),
            })}
          </span>
        </p>
      ) : null}
    </section>
  );
}

function useCurve(tariff: PreparedTariff | null, entryAt: number | null, vehicleClass: string | null) {
  return useMemo(
    () => (tariff && entryAt !== null ? curveOf(tariff, entryAt, vehicleClass) : null),
    [tariff, entryAt, vehicleClass],
  );
}
