"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { RateLine } from "#engine/model/rate-table.ts";
import { Choice } from "../../../../../ui/primitives/choice.tsx";
import { MoneyInput } from "../../../../../ui/primitives/money-input.tsx";
import { WholeNumberInput } from "../../../../../ui/primitives/whole-number-input.tsx";

type Props = {
  topic: string;
  line: RateLine;
  live: RateLine | null;
  isNew: boolean;
  currency: string;
  onChange: (line: RateLine) => void;
};

const kinds = ["incrementingRate", "flatRate", "flatRateTier"] as const;
const minutesMax = 43_200;

/** What a price costs and per what: each started unit, flat, or in all up to a length. */
export function PriceBlank({ topic, line, live, isNew, currency, onChange }: Props) {
  const t = useTranslations("tariff");
  const common = useTranslations("common");
  const price = () => (
    <MoneyInput
      label={t("priceOf", { name: topic })}
      hideLabel
      valueMinor={line.value}
      currency={currency}
      changed={isNew || (live !== null && live.value !== line.value)}
      onChange={(value) => onChange({ ...line, value })}
    />
  );
  const kind = () => (
    <Choice
      label={t("kindOf", { name: topic })}
      hideLabel
      value={line.rateLineType}
      changed={isNew || (live !== null && live.rateLineType !== line.rateLineType)}
      options={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
      onChange={(next) => onChange(asKind(line, next))}
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
        max={1_440}
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
        max={minutesMax}
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
          min={1}
          max={minutesMax}
          unit={common("minutesUnit")}
          onChange={(durationEnd) => onChange({ ...line, durationEnd })}
        />
      );
    return t.rich("costsTier", { price, kind, upTo });
  }
  return t.rich("costsFlat", { price, kind });
}

/** The same price under another kind; what the old kind had alone is left out. */
function asKind(line: RateLine, kind: (typeof kinds)[number]): RateLine {
  const { value } = line;
  if (kind === line.rateLineType) return line;
  if (kind === "flatRate") return { rateLineType: "flatRate", durationStart: 0, value };
  if (kind === "flatRateTier") return { rateLineType: "flatRateTier", durationEnd: 60, value };
  return { rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 60, value };
}
