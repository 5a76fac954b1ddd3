import { csvText } from "../../../../ui/format/csv-text.ts";
import { isoLocalText } from "../../../../ui/format/lot-time.ts";
import { moneyDigits } from "../../../../ui/format/money.ts";
import type { PassageListRow } from "./passage-row.tsx";

/** What the list shows, as CSV for spreadsheets: UTF-8 with BOM, time with offset, fee in minor units and as a decimal. */
export function passagesCsv(rows: readonly PassageListRow[], heads: readonly string[], timeZone: string): string {
  const lines = rows.map((row) => [
    isoLocalText(row.at, timeZone),
    row.plateText,
    row.plateRaw,
    row.laneName,
    row.decision,
    row.reason,
    row.outcome,
    row.feeMinor,
    row.feeMinor !== null && row.currency ? moneyDigits(row.feeMinor, row.currency) : null,
    row.currency,
    row.bundleNumber,
    row.passageId,
  ]);
  return csvText([heads, ...lines]);
}
