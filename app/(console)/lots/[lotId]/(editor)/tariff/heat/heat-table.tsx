"use client";

import { useTranslations } from "use-intl";
import { timeOfDayText } from "../../../../../../ui/format/time-of-day.ts";
import { Cell, HeadCell, Table } from "../../../../../../ui/primitives/table.tsx";
import type { DayFees } from "./week-fees.ts";

/** The same week as a table: an hour of entry a row, a day a column. */
export function HeatTable(props: {
  label: string;
  days: readonly DayFees[];
  money: (minor: number | null) => string;
  weekday: (epochDay: number) => string;
}) {
  const t = useTranslations("heat");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard.
    <section aria-label={props.label} tabIndex={0} className="max-h-96 overflow-auto">
      <Table label={props.label}>
        <thead>
          <tr>
            <HeadCell>{t("entry")}</HeadCell>
            {props.days.map(({ epochDay }) => (
              <HeadCell key={epochDay} numeric>
                {props.weekday(epochDay)}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: 24 }, (_, hour) => (
            <tr key={timeOfDayText(hour * 60)}>
              <Cell>{timeOfDayText(hour * 60)}</Cell>
              {props.days.map(({ epochDay, fees }) => (
                <Cell key={epochDay} numeric>
                  {props.money(fees[hour] ?? null)}
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
