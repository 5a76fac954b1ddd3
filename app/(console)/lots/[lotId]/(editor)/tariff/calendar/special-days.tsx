"use client";

import { CalendarPlus, Upload, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import type { SpecialDay } from "#engine/model/calendar.ts";
import { parseLocalDate } from "#engine/model/local-date.ts";
import { dayOfWeekOf } from "#engine/model/local-time.ts";
import type { Tariff } from "#engine/model/rate-table.ts";
import { type SpecialDayType, specialDayTypes } from "#engine/model/special-day-type.ts";
import { useFormat } from "../../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../../ui/format/use-now.ts";
import { Button } from "../../../../../../ui/primitives/button.tsx";
import { Choice } from "../../../../../../ui/primitives/choice.tsx";
import { Field } from "../../../../../../ui/primitives/field.tsx";
import { Fold } from "../../../../../../ui/primitives/fold.tsx";
import { TextInput } from "../../../../../../ui/primitives/text-input.tsx";
import { useLotZone } from "../../../../../../ui/shell/lot-zone.tsx";
import { useModelWords } from "../form/form-scope.ts";
import { DayUses } from "./day-uses.tsx";
import { daysBetween, withDays, withoutDays } from "./edit-days.ts";
import { RemoveDaysDialog } from "./remove-days-dialog.tsx";
import { specialDayUses } from "./special-day-uses.ts";

/** Loaded when somebody imports: it brings the calendar reader. */
const IcsDialog = dynamic(() => import("./ics-dialog.tsx").then((file) => file.IcsDialog));

const types = specialDayTypes;

/** The lot's holidays, event days and make-up working days, by year, and which prices ask for them. */
export function SpecialDays({ tariff, onChange }: { tariff: Tariff; onChange: (tariff: Tariff) => void }) {
  const t = useTranslations("specialDays");
  const [importing, setImporting] = useState(false);
  const [asking, setAsking] = useState<readonly SpecialDay[] | null>(null);
  const days = tariff.specialDays ?? [];
  const uses = useMemo(() => specialDayUses(tariff), [tariff]);
  const take = (gone: readonly SpecialDay[]) => onChange(withoutDays(tariff, (day) => gone.includes(day)));
  const isLast = ({ type }: SpecialDay) => days.filter((day) => day.type === type).length === 1;
  /** Prices that ask for such a day change with it: many at once, or the last of a kind, are asked about first. */
  const remove = (gone: readonly SpecialDay[]) => {
    const isRisky = gone.some((day) => uses.has(day.type) && (gone.length > 1 || isLast(day)));
    if (isRisky) setAsking(gone);
    else take(gone);
  };
  const years = [...new Set(days.map(({ date }) => date.slice(0, 4)))].sort();
  return (
    <div className="flex flex-col gap-3">
      <AddDays onAdd={(added) => onChange(withDays(tariff, added))} />
      <div>
        <Button onClick={() => setImporting(true)}>
          <Upload aria-hidden />
          {t("import")}
        </Button>
      </div>
      {importing ? (
        <IcsDialog onUse={(added) => onChange(withDays(tariff, added))} onClose={() => setImporting(false)} />
      ) : null}
      {days.length === 0 ? <p className="text-muted">{t("empty")}</p> : null}
      <DayUses days={days} uses={uses} />
      {asking ? (
        <RemoveDaysDialog
          days={asking}
          uses={uses}
          onClose={() => setAsking(null)}
          onConfirm={() => {
            take(asking);
            setAsking(null);
          }}
        />
      ) : null}
      {years.map((year) => {
        const ofYear = days.filter(({ date }) => date.startsWith(year));
        return (
          <Fold key={year} title={year} note={t("count", { count: ofYear.length })} open={years.length === 1}>
            {() => (
              <div className="flex flex-col gap-2">
                <DayList days={ofYear} onRemove={(gone) => remove([gone])} />
                <div>
                  <Button size="small" kind="danger" onClick={() => remove(ofYear)}>
                    {t("removeYear", { year })}
                  </Button>
                </div>
              </div>
            )}
          </Fold>
        );
      })}
    </div>
  );
}

function AddDays({ onAdd }: { onAdd: (days: readonly SpecialDay[]) => void }) {
  const t = useTranslations("specialDays");
  const words = useModelWords();
  const now = useNow();
  const today = new Date(now).toISOString().slice(0, 10);
  const [typed, setTyped] = useState<{ first: string; last: string } | null>(null);
  const [type, setType] = useState<SpecialDayType>("publicHoliday");
  const { first, last } = typed ?? { first: today, last: today };
  const days = daysBetween(first, last, type);
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field label={t("first")}>
        <TextInput
          type="date"
          value={first}
          onChange={(event) => {
            const date = event.currentTarget.value;
            setTyped({ first: date, last: date > last ? date : last });
          }}
        />
      </Field>
      <Field label={t("last")}>
        <TextInput
          type="date"
          value={last}
          onChange={(event) => setTyped({ first, last: event.currentTarget.value })}
        />
      </Field>
      <Choice
        label={t("kind")}
        value={type}
        options={types.map((value) => ({ value, label: words(`values.specialDayType.${value}`) }))}
        onChange={setType}
      />
      <Button disabled={days.length === 0} onClick={() => onAdd(days)}>
        <CalendarPlus aria-hidden />
        {t("add", { count: days.length })}
      </Button>
      {days.length === 0 ? <p className="w-full text-small text-negative">{t("wrongRange")}</p> : null}
    </div>
  );
}

function DayList({ days, onRemove }: { days: readonly SpecialDay[]; onRemove: (day: SpecialDay) => void }) {
  const t = useTranslations("specialDays");
  const words = useModelWords();
  const format = useFormat(useLotZone());
  return (
    <ul className="flex flex-col">
      {days.map((day) => {
        const epochDay = parseLocalDate(day.date);
        const kind = words(`values.specialDayType.${day.type}`);
        return (
          <li
            key={`${day.date} ${day.type}`}
            className="flex min-h-8 items-center gap-3 border-b border-border last:border-0"
          >
            <span className="w-28 shrink-0">{format.day(epochDay)}</span>
            <span className="w-10 shrink-0 text-muted">{format.weekday(epochDay)}</span>
            <span className="min-w-0 flex-1">{kind}</span>
            {day.type === "makeUpWorkingDay" && dayOfWeekOf(epochDay) < 6 ? (
              <span className="text-small text-caution">{t("notWeekend")}</span>
            ) : null}
            <Button
              kind="quiet"
              size="smallIcon"
              aria-label={t("remove", { day: format.day(epochDay), kind })}
              onClick={() => onRemove(day)}
            >
              <X aria-hidden />
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
