import { isoLocalText } from "../../../../ui/format/lot-time.ts";
import { moneyDigits } from "../../../../ui/format/money.ts";
import type { PassageListRow } from "./passage-row.tsx";

const byteOrderMark = "\ufeff";

/** A cell that no spreadsheet takes for a formula. */
function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

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
  return byteOrderMark + [heads, ...lines].map((line) => line.map(cell).join(",")).join("\r\n");
}
