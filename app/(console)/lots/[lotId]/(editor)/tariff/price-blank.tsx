"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { RateLine } from "#engine/model/rate-table.ts";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { WholeNumberInput } from "../../../../../ui/primitives/whole-number-input.tsx";
import { PriceInput } from "./form/price-input.tsx";
import { withPrice } from "./form-model/price-text.ts";
import { tierBounds } from "./form-model/tier-bounds.ts";

type Props = {
  topic: string;
  line: RateLine;
  /** All lines of the period, and which of them this is: a ladder's steps stand in rising order. */
  siblings: readonly RateLine[];
  index: number;
  live: RateLine | null;
  isNew: boolean;
  currency: string;
  onChange: (line: RateLine) => void;
};

const kinds = ["incrementingRate", "flatRate", "flatRateTier"] as const;
const minutesMax = 527_040;

/** What a price costs and per what: each started unit, flat, or in all up to a length. */
export function PriceBlank({ topic, line, siblings, index, live, isNew, currency, onChange }: Props) {
  const t = useTranslations("tariff");
  const common = useTranslations("common");
  const price = () => (
    <PriceInput
      label={t("priceOf", { name: topic })}
      hideLabel
      price={line}
      currency={currency}
      changed={isNew || (live !== null && live.value !== line.value)}
      onChange={(next) => onChange(withPrice(line, next))}
    />
  );
  const tier = tierBounds({ siblings, index });
  const fits = (value: (typeof kinds)[number]) =>
    value !== "flatRateTier" || line.rateLineType === value || tier.min <= Math.min(tier.max, minutesMax);
  const kind = () => (
    <Choice
      label={t("kindOf", { name: topic })}
      hideLabel
      value={line.rateLineType}
      changed={isNew || (live !== null && live.rateLineType !== line.rateLineType)}
      options={kinds.filter(fits).map((value) => ({ value, label: t(`kinds.${value}`) }))}
      onChange={(next) => onChange(asKind(line, next, Math.min(tier.min + 59, tier.max)))}
    />
  );
  const pair = (words: ReactNode) => <span className="inline-flex items-start gap-1.5">{words}</span>;
  if (line.rateLineType === "incrementingRate") {
    const unit = () => (
      <WholeNumberInput
        label={t("unitOf", { name: topic })}
        hideLabel
        value={line.incrementPeriod}
        min={1}
        max={minutesMax}
        unit={common("minutesUnit")}
        changed={live?.rateLineType === "incrementingRate" && live.incrementPeriod !== line.incrementPeriod}
        onChange={(incrementPeriod) => onChange({ ...line, incrementPeriod })}
      />
    );
    const start = () => (
      <WholeNumberInput
        label={t("startOf", { name: topic })}
        hideLabel
        value={line.durationStart}
        min={0}
        max={Math.min(minutesMax, (line.durationEnd ?? minutesMax + 1) - 1)}
        unit={common("minutesUnit")}
        onChange={(durationStart) => onChange({ ...line, durationStart })}
      />
    );
    return line.durationStart > 0
      ? t.rich("costsAfter", { start, price, kind, unit, pair })
      : t.rich("costsPerUnit", { price, kind, unit, pair });
  }
  if (line.rateLineType === "flatRateTier") {
    const upTo = () =>
      line.durationEnd === undefined ? (
        t("anyLength")
      ) : (
        <WholeNumberInput
          label={t("tierOf", { name: topic })}
          hideLabel
          value={line.durationEnd}
          min={tier.min}
          max={tier.max}
          unit={common("minutesUnit")}
          onChange={(durationEnd) => onChange({ ...line, durationEnd })}
        />
      );
    return t.rich("costsTier", { price, kind, upTo });
  }
  return t.rich("costsFlat", { price, kind });
}

/** The same price under another kind; what the old kind had alone is left out. */
function asKind(line: RateLine, kind: (typeof kinds)[number], durationEnd: number): RateLine {
  if (kind === line.rateLineType) return line;
  const { value, subMinorDigits } = line;
  const price = { value, ...(subMinorDigits !== undefined && { subMinorDigits }) };
  if (kind === "flatRate") return { rateLineType: "flatRate", durationStart: 0, ...price };
  if (kind === "flatRateTier") return { rateLineType: "flatRateTier", durationEnd, ...price };
  return { rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 60, ...price };
}
