"use client";

import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import type { PreparedTariff } from "#engine/price/prepare-tariff.ts";
import { priceStay } from "#engine/price/price-stay.ts";
import type { Quote } from "#engine/price/quote.ts";
import { QuoteError } from "#engine/price/quote-error.ts";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { FeeLines } from "../../fee-lines.tsx";
import { usePriced } from "../priced-scope.ts";
import { entryAtOf } from "./curve-data.ts";
import { DateTimeBlank } from "./date-time-blank.tsx";
import { dateTimeValue, instantOf } from "./local-date-time.ts";
import { usePrepared } from "./use-prepared.ts";

const minuteMs = 60_000;
const presets = {
  daytime: { entryMinute: 600, stayMinutes: 130 },
  overnight: { entryMinute: 1_080, stayMinutes: 870 },
} as const;

/** One stay of the manager's choice: its lines in the draft, and what live asks for it. */
export function TryStay({ vehicleClass }: { vehicleClass: string | null }) {
  const t = useTranslations("tryStay");
  const common = useTranslations("common");
  const { content, live, clock, against } = usePriced();
  const format = useFormat(useLotZone());
  const now = useNow();
  const draftTariff = usePrepared(content.tariff);
  const liveTariff = usePrepared(live?.draft.tariff ?? null);
  const [typed, setTyped] = useState<{ entry: string; exit: string } | null>(null);
  const presetOf = (name: keyof typeof presets) => {
    const { entryMinute, stayMinutes } = presets[name];
    const entryAt = entryAtOf(clock, now, entryMinute);
    return { entry: dateTimeValue(clock, entryAt), exit: dateTimeValue(clock, entryAt + stayMinutes * minuteMs) };
  };
  const stay = typed ?? (now > 0 ? presetOf("daytime") : { entry: "", exit: "" });
  const entryAt = instantOf(clock, stay.entry);
  const exitAt = instantOf(clock, stay.exit);
  const wrongOrder = entryAt !== null && exitAt !== null && exitAt < entryAt;
  const draftQuote = useQuote(draftTariff, entryAt, exitAt, vehicleClass);
  const liveQuote = useQuote(liveTariff, entryAt, exitAt, vehicleClass);
  const { currency } = content.tariff;
  const amount = (minor: number) => (minor === 0 ? common("free") : format.money(minor, currency));
  return (
    <Card
      title={t("title")}
      aside={
        <span className="flex flex-wrap gap-2">
          {(["daytime", "overnight"] as const).map((name) => (
            <Button key={name} size="small" onClick={() => setTyped(presetOf(name))}>
              {t(name)}
            </Button>
          ))}
        </span>
      }
    >
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <DateTimeBlank
          label={t("in")}
          timeLabel={t("inTime")}
          value={stay.entry}
          onChange={(entry) => setTyped({ ...stay, entry })}
        />
        <DateTimeBlank
          label={t("out")}
          timeLabel={t("outTime")}
          value={stay.exit}
          error={wrongOrder ? t("wrongOrder") : undefined}
          onChange={(exit) => setTyped({ ...stay, exit })}
        />
        {entryAt !== null && exitAt !== null && !wrongOrder ? (
          <span className="font-medium leading-8">{format.duration((exitAt - entryAt) / minuteMs)}</span>
        ) : null}
      </div>
      {draftQuote ? (
        <div aria-live="polite">
          <FeeLines lines={draftQuote.lines} currency={currency} totalMinor={draftQuote.feeMinor} />
          <p className="mt-2 flex flex-wrap items-baseline justify-end gap-3">
            {liveQuote && live ? (
              <span className="text-muted">
                {t("liveAsks", { number: live.number, against, fee: amount(liveQuote.feeMinor) })}
              </span>
            ) : null}
            <span className="text-figure font-semibold">{amount(draftQuote.feeMinor)}</span>
          </p>
        </div>
      ) : (
        <p className="text-muted">{t("noQuote")}</p>
      )}
    </Card>
  );
}

function useQuote(
  tariff: PreparedTariff | null,
  entryAt: number | null,
  exitAt: number | null,
  vehicleClass: string | null,
): Quote | null {
  return useMemo(() => {
    if (!tariff || entryAt === null || exitAt === null) return null;
    try {
      return priceStay(tariff, { entryAt, exitAt, ...(vehicleClass ? { vehicleClass } : {}) });
    } catch (error) {
      if (error instanceof QuoteError) return null;
      throw error;
    }
  }, [tariff, entryAt, exitAt, vehicleClass]);
}
