"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { SpecialDay } from "#engine/model/calendar.ts";
import { toLocal } from "#engine/model/clock-table.ts";
import { parseLocalDate } from "#engine/model/local-date.ts";
import { type SpecialDayType, specialDayTypes } from "#engine/model/special-day-type.ts";
import { useFormat } from "../../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../../ui/format/use-now.ts";
import { Button } from "../../../../../../ui/primitives/button.tsx";
import { Choice } from "../../../../../../ui/primitives/choice.tsx";
import { Dialog } from "../../../../../../ui/primitives/dialog.tsx";
import { FileField } from "../../../../../../ui/primitives/file-field.tsx";
import { Cell, HeadCell, Table } from "../../../../../../ui/primitives/table.tsx";
import { useLotZone } from "../../../../../../ui/shell/lot-zone.tsx";
import { useDraft } from "../../draft-provider.tsx";
import { useModelWords } from "../form/form-scope.ts";
import { type IcsDay, icsBytesMax, readIcs } from "./read-ics.ts";

const yearsAhead = 2;

/** Holidays from a calendar file: what was read, each kind open to change, and what could not be read. */
export function IcsDialog(props: { onUse: (days: readonly SpecialDay[]) => void; onClose: () => void }) {
  const t = useTranslations("specialDays");
  const words = useModelWords();
  const { clock } = useDraft();
  const format = useFormat(useLotZone());
  const now = useNow();
  const [read, setRead] = useState<ReturnType<typeof readIcs> | null>(null);
  const set = (place: number, type: SpecialDayType) =>
    setRead(read && { ...read, days: read.days.map((day, at) => (at === place ? { ...day, type } : day)) });
  const take = (text: string) => {
    const fromYear = toLocal(clock, now).year;
    setRead(readIcs(text, { clock, fromYear, toYear: fromYear + yearsAhead }));
  };
  const days: readonly IcsDay[] = read?.days ?? [];
  return (
    <Dialog title={t("importTitle")} note={t("importNote")} onClose={props.onClose}>
      <div className="flex flex-col gap-4">
        <FileField
          label={t("file")}
          accept=".ics,text/calendar"
          bytesMax={icsBytesMax}
          onText={take}
          onTooLarge={() => setRead({ days: [], problems: [{ code: "tooLarge", name: "" }] })}
        />
        {read && read.problems.length > 0 ? (
          <ul role="alert" className="flex max-h-40 flex-col gap-1 overflow-y-auto text-negative">
            {read.problems.map(({ code, name }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two events of a file may be alike.
              <li key={place}>{t(`problems.${code}`, { name })}</li>
            ))}
          </ul>
        ) : null}
        {days.length > 0 ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard.
          <section tabIndex={0} aria-label={t("preview")} className="max-h-80 overflow-y-auto">
            <Table label={t("preview")} cards>
              <thead>
                <tr>
                  <HeadCell>{t("date")}</HeadCell>
                  <HeadCell>{t("event")}</HeadCell>
                  <HeadCell>{t("kind")}</HeadCell>
                </tr>
              </thead>
              <tbody>
                {days.map((day, place) => (
                  <tr key={`${day.date} ${day.name}`}>
                    <Cell label={t("date")}>{format.day(parseLocalDate(day.date))}</Cell>
                    <Cell label={t("event")}>{day.name}</Cell>
                    <Cell label={t("kind")}>
                      <Choice
                        label={t("kindOf", { day: format.day(parseLocalDate(day.date)) })}
                        hideLabel
                        value={day.type}
                        options={specialDayTypes.map((value) => ({
                          value,
                          label: words(`values.specialDayType.${value}`),
                        }))}
                        onChange={(type) => set(place, type)}
                      />
                    </Cell>
                  </tr>
                ))}
              </tbody>
            </Table>
          </section>
        ) : null}
        <div className="flex flex-wrap items-center justify-end gap-2">
          {days.length === 0 ? <span className="text-muted">{t("nothing")}</span> : null}
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button
            kind="primary"
            disabled={days.length === 0}
            onClick={() => {
              props.onUse(days);
              props.onClose();
            }}
          >
            {t("add", { count: days.length })}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
