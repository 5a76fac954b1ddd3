"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { csvText } from "../../../../ui/format/csv-text.ts";
import { dayValue, isoLocalText } from "../../../../ui/format/lot-time.ts";
import { Button } from "../../../../ui/primitives/button.tsx";
import { useSay } from "../../../../ui/primitives/toast.tsx";
import { saveFile } from "../../../../ui/save-file.ts";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { useTRPCClient } from "../../../../ui/trpc/trpc-provider.tsx";
import type { Vehicle, VehicleKind } from "./vehicle-kinds.ts";

const pageSize = 1_000;
const rowsMax = 200_000;
const heads = ["plate", "kind", "from", "until", "reason", "note"];

type Input = { lotId: string; isCurrent: boolean; plate?: string; kind?: VehicleKind };

/** Saves the vehicles that the filters let through in the form in which a file is taken in. */
export function ExportVehicles({ input, disabled }: { input: Input; disabled: boolean }) {
  const t = useTranslations("lists");
  const client = useTRPCClient();
  const timeZone = useLotZone();
  const say = useSay();
  const [busy, setBusy] = useState(false);

  async function save(): Promise<void> {
    setBusy(true);
    try {
      const rows: Vehicle[] = [];
      let cursor: string | null = null;
      do {
        const page: { rows: Vehicle[]; nextCursor: string | null } = await client.lists.vehicles.query({
          ...input,
          limit: pageSize,
          cursor,
        });
        rows.push(...page.rows);
        cursor = page.nextCursor;
      } while (cursor !== null && rows.length < rowsMax);
      const time = (at: Date | null) => (at === null ? null : isoLocalText(at, timeZone));
      const lines = rows.map((row) => [row.plateRaw, row.kind, time(row.from), time(row.until), row.reason, row.note]);
      saveFile(`${input.lotId}-lists-${dayValue(Date.now(), timeZone)}.csv`, csvText([heads, ...lines]), "text/csv");
      say.done(t("exported", { count: rows.length }));
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
