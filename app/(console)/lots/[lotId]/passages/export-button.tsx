"use client";

import { useTranslations } from "use-intl";
import { dayValue } from "../../../../ui/format/lot-time.ts";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { SaveRowsButton } from "../../../../ui/state/save-rows-button.tsx";
import { useTRPCClient } from "../../../../ui/trpc/trpc-provider.tsx";
import type { PassageListRow } from "./passage-row.tsx";
import { passagesCsv } from "./passages-csv.ts";
import type { passagesInput } from "./use-passage-filters.ts";

const rowsMax = 20_000;
const columns = [
  "time",
  "plate",
  "plateRaw",
  "lane",
  "decision",
  "reason",
  "outcome",
  "feeMinor",
  "fee",
  "currency",
  "version",
  "passageId",
] as const;

/** Saves the passages that the filters let through, as CSV. */
export function ExportButton({ input, disabled }: { input: ReturnType<typeof passagesInput>; disabled: boolean }) {
  const t = useTranslations("passages");
  const client = useTRPCClient();
  const timeZone = useLotZone();
  async function* pages() {
    let cursor: Parameters<typeof client.passages.list.query>[0]["cursor"];
    do {
      const page = await client.passages.list.query({ ...input, ...(cursor ? { cursor } : {}) });
      yield page.rows;
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
  }
  return (
    <SaveRowsButton
      words={{
        label: t("export"),
        failed: t("exportFailed"),
        saved: (count) => t("exported", { count }),
        cut: (count) => t("exportCut", { count }),
      }}
      disabled={disabled}
      rowsMax={rowsMax}
      pages={pages}
      file={(rows: readonly PassageListRow[]) => ({
        name: `${input.lotId}-${dayValue(Date.now(), timeZone)}.csv`,
        csv: passagesCsv(
          rows,
          columns.map((column) => t(`csv.${column}`)),
          timeZone,
        ),
      })}
    />
  );
}
