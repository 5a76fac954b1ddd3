"use client";

import { useTranslations } from "use-intl";
import { csvText } from "../../../../ui/format/csv-text.ts";
import { dayValue, isoLocalText } from "../../../../ui/format/lot-time.ts";
import { moneyDigits } from "../../../../ui/format/money.ts";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { SaveRowsButton } from "../../../../ui/state/save-rows-button.tsx";
import { useTRPCClient } from "../../../../ui/trpc/trpc-provider.tsx";
import { useLotCurrency } from "./use-lot-currency.ts";
import type { Vehicle, VehicleKind } from "./vehicle-kinds.ts";

const pageSize = 1_000;
const rowsMax = 200_000;
const heads = ["plate", "kind", "from", "until", "reason", "note", "name", "right", "amount", "stays"];

type Input = { lotId: string; isCurrent: boolean; plate?: string; kind?: VehicleKind };

/** Saves the vehicles that the filters let through in the form in which a file is taken in. */
export function ExportVehicles({ input, disabled }: { input: Input; disabled: boolean }) {
  const t = useTranslations("lists");
  const client = useTRPCClient();
  const timeZone = useLotZone();
  const currency = useLotCurrency(input.lotId);
  async function* pages() {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: { rows: Vehicle[]; nextCursor: string | null } = await client.lists.vehicles.query({
        ...input,
        limit: pageSize,
        cursor: cursor ?? null,
      });
      yield page.rows;
      cursor = page.nextCursor;
    }
  }
  const time = (at: Date | null) => (at === null ? null : isoLocalText(at, timeZone));
  const amount = ({ amountMinor }: Vehicle) => (amountMinor === null ? null : moneyDigits(amountMinor, currency ?? ""));
  const lineOf = (row: Vehicle) => [
    ...[row.plateRaw, row.kind, time(row.from), time(row.until), row.reason, row.note],
    ...[row.tariffName, row.rightKind, amount(row), row.stayCount === null ? null : String(row.stayCount)],
  ];
  return (
    <SaveRowsButton
      words={{
        label: t("export"),
        failed: t("exportFailed"),
        saved: (count) => t("exported", { count }),
        cut: (count) => t("exportCut", { count }),
      }}
      disabled={disabled || currency === undefined}
      rowsMax={rowsMax}
      pages={pages}
      file={(rows: readonly Vehicle[]) => ({
        name: `${input.lotId}-lists-${dayValue(Date.now(), timeZone)}.csv`,
        csv: csvText([heads, ...rows.map(lineOf)]),
      })}
    />
  );
}
