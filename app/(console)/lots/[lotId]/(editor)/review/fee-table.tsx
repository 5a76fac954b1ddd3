"use client";

import { useTranslations } from "use-intl";
import { timeOfDayText } from "../../../../../ui/format/time-of-day.ts";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { Cell, HeadCell, Table } from "../../../../../ui/primitives/table.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";

type Row = { entry: number; stay: number; before: number | null; after: number | null };

/** What ordinary stays cost before and after, and by how much that differs. */
export function FeeTable(props: {
  label: string;
  before: string;
  after: string;
  currency: string;
  rows: readonly Row[];
}) {
  const t = useTranslations("review");
  const common = useTranslations("common");
  const format = useFormat(useLotZone());
  const { currency } = props;
  const fee = (minor: number | null) =>
    minor === null ? common("none") : minor === 0 ? common("free") : format.money(minor, currency);
  return (
    <Table label={props.label}>
      <thead>
        <tr>
          <HeadCell>{t("entry")}</HeadCell>
          <HeadCell>{t("stay")}</HeadCell>
          <HeadCell numeric>{props.before}</HeadCell>
          <HeadCell numeric>{props.after}</HeadCell>
          <HeadCell numeric>{t("difference")}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={`${row.entry} ${row.stay}`}>
            <Cell>{timeOfDayText(row.entry)}</Cell>
            <Cell>{format.duration(row.stay)}</Cell>
            <Cell numeric>{fee(row.before)}</Cell>
            <Cell numeric>{fee(row.after)}</Cell>
            <Cell numeric className="font-medium">
              {row.before === null || row.after === null || row.before === row.after
                ? null
                : `${row.after > row.before ? "+" : ""}${format.money(row.after - row.before, currency)}`}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
