"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { dayValue } from "../../../../ui/format/lot-time.ts";
import { Button } from "../../../../ui/primitives/button.tsx";
import { useSay } from "../../../../ui/primitives/toast.tsx";
import { saveFile } from "../../../../ui/save-file.ts";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
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
  const say = useSay();
  const [busy, setBusy] = useState(false);

  async function save(): Promise<void> {
    setBusy(true);
    try {
      const rows: PassageListRow[] = [];
      let cursor: Parameters<typeof client.passages.list.query>[0]["cursor"];
      do {
        const page = await client.passages.list.query({ ...input, ...(cursor ? { cursor } : {}) });
        rows.push(...page.rows);
        cursor = page.nextCursor ?? undefined;
      } while (cursor && rows.length < rowsMax);
      const heads = columns.map((column) => t(`csv.${column}`));
      const name = `${input.lotId}-${dayValue(Date.now(), timeZone)}.csv`;
      saveFile(name, passagesCsv(rows, heads, timeZone), "text/csv");
      if (cursor) say.failed(t("exportCut", { count: rows.length }));
      else say.done(t("exported", { count: rows.length }));
    } catch (error) {
      say.failed(t("exportFailed"), error instanceof Error ? error.message : undefined);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Button onClick={() => void save()} disabled={disabled || busy}>
      <Download aria-hidden />
      {t("export")}
    </Button>
  );
}
