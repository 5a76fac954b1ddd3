"use client";

import { useMemo, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { type ClockTable, toInstant, toLocal } from "#engine/model/clock-table.ts";
import type { Tariff } from "#engine/model/rate-table.ts";
import { type TariffTemplate, templateTariff } from "#engine/model/templates/tariff-template.ts";
import { tariffTemplates } from "#engine/model/templates/tariff-templates.ts";
import { prepareTariff } from "#engine/price/prepare-tariff.ts";
import { priceStay } from "#engine/price/price-stay.ts";
import { useFormat } from "../../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../../ui/format/use-now.ts";
import { Button } from "../../../../../../ui/primitives/button.tsx";
import { Dialog } from "../../../../../../ui/primitives/dialog.tsx";
import { useSay } from "../../../../../../ui/primitives/toast.tsx";
import { useLotZone } from "../../../../../../ui/shell/lot-zone.tsx";

const minuteMs = 60_000;
const dayMs = 86_400_000;
const sampleStays = [60, 240, 1_440] as const;

type TemplateId = keyof ReturnType<typeof useTemplateNames>;

function useTemplateNames() {
  const t = useTranslations("templates");
  return {
    firstMinutesFree: { name: t("names.firstMinutesFree"), text: t("texts.firstMinutesFree") },
    cityStreet: { name: t("names.cityStreet"), text: t("texts.cityStreet") },
    airport: { name: t("names.airport"), text: t("texts.airport") },
    mall: { name: t("names.mall"), text: t("texts.mall") },
    hospital: { name: t("names.hospital"), text: t("texts.hospital") },
    residential: { name: t("names.residential"), text: t("texts.residential") },
    eventLot: { name: t("names.eventLot"), text: t("texts.eventLot") },
  };
}

/** The tariffs to start from; each says what a car would pay, priced by the engine. */
export function TemplateDialog(props: {
  currency: string;
  clock: ClockTable;
  onChoose: (tariff: Tariff) => void;
  onClose: () => void;
}) {
  const t = useTranslations("templates");
  const locale = useLocale();
  const say = useSay();
  const names = useTemplateNames();
  const [chosen, setChosen] = useState<TariffTemplate | null>(null);
  const tariffs = useMemo(
    () =>
      tariffTemplates.map((template) => ({
        template,
        tariff: templateTariff(template, { currency: props.currency, locale }),
      })),
    [props.currency, locale],
  );
  if (chosen) {
    const { name } = names[chosen.id as TemplateId];
    return (
      <Dialog title={t("confirm", { name })} note={t("confirmText")} onClose={props.onClose}>
        <div className="flex flex-wrap justify-end gap-2">
          <Button autoFocus onClick={() => setChosen(null)}>
            {t("back")}
          </Button>
          <Button
            kind="primary"
            onClick={() => {
              props.onChoose(templateTariff(chosen, { currency: props.currency, locale }));
              say.done(t("done", { name }));
              props.onClose();
            }}
          >
            {t("replace")}
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={t("title")} note={t("note")} onClose={props.onClose}>
      <ul className="grid gap-3 sm:grid-cols-2">
        {tariffs.map(({ template, tariff }) => {
          const { name, text } = names[template.id as TemplateId];
          return (
            <li key={template.id}>
              <button
                type="button"
                aria-label={t("choose", { name })}
                onClick={() => setChosen(template)}
                className="flex h-full w-full flex-col gap-1 rounded-card border border-control p-3 text-left hover:border-accent hover:bg-accent-tint"
              >
                <span className="font-semibold">{name}</span>
                <span className="flex-1 text-muted">{text}</span>
                <SampleFees tariff={tariff} clock={props.clock} />
              </button>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}

/** What a car that arrives on a working day at 09:00 pays for an hour, four hours and a day. */
function SampleFees({ tariff, clock }: { tariff: Tariff; clock: ClockTable }) {
  const t = useTranslations("templates");
  const common = useTranslations("common");
  const format = useFormat(useLotZone());
  const now = useNow();
  const today = Math.floor(now / dayMs) * dayMs;
  const fees = useMemo(() => {
    if (today === 0) return null;
    const prepared = prepareTariff(tariff, clock);
    const { epochDay, dayOfWeek } = toLocal(clock, today);
    // The next Wednesday: a day like most.
    const entryAt = toInstant(clock, epochDay + ((10 - dayOfWeek) % 7), 540);
    return sampleStays.map(
      (minutes) => priceStay(prepared, { entryAt, exitAt: entryAt + minutes * minuteMs }).feeMinor,
    );
  }, [tariff, clock, today]);
  if (!fees) return null;
  const money = (minor = 0) => (minor === 0 ? common("free") : format.money(minor, tariff.currency));
  const [short, long, day] = sampleStays.map((minutes) => format.duration(minutes));
  return (
    <span className="text-small">
      {t("fees", {
        short: short ?? "",
        long: long ?? "",
        day: day ?? "",
        shortFee: money(fees[0]),
        longFee: money(fees[1]),
        dayFee: money(fees[2]),
      })}
    </span>
  );
}
