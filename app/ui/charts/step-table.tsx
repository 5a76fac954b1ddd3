"use client";

import { useTranslations } from "use-intl";
import { Cell, HeadCell, Table } from "../primitives/table.tsx";
import { feeAt } from "./fee-steps.ts";
import type { StepChartProps } from "./step-chart.tsx";

/** The points of the chart: from which stay on, which fee. */
export function StepTable(props: StepChartProps & { stays: readonly number[] }) {
  const t = useTranslations("chart");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard.
    <section aria-label={props.heading} tabIndex={0} className="max-h-80 overflow-y-auto">
      <Table label={props.heading}>
        <thead>
          <tr>
            <HeadCell>{t("stayFrom")}</HeadCell>
            <HeadCell>{t("until")}</HeadCell>
            {props.series.map((series) => (
              <HeadCell key={series.key} numeric>
                {series.label}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.stays.map((stay) => (
            <tr key={stay}>
              <Cell>{props.tickText(stay)[1]}</Cell>
              <Cell>{props.tickText(stay)[0]}</Cell>
              {props.series.map((series) => (
                <Cell key={series.key} numeric>
                  {props.moneyText(feeAt(series.steps, stay))}
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
