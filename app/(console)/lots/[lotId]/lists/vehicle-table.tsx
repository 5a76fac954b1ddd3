"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../../ui/format/use-format.ts";
import { Button } from "../../../../ui/primitives/button.tsx";
import { ConfirmDialog } from "../../../../ui/primitives/confirm-dialog.tsx";
import { Cell, HeadCell, Table } from "../../../../ui/primitives/table.tsx";
import { useSay } from "../../../../ui/primitives/toast.tsx";
import { useLotZone } from "../../../../ui/shell/lot-zone.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { useLotCurrency } from "./use-lot-currency.ts";
import type { Vehicle } from "./vehicle-kinds.ts";

type Props = { lotId: string; rows: readonly Vehicle[]; mayWrite: boolean; onEdit: (vehicle: Vehicle) => void };

/** One entry a row: which vehicle, what holds for it, and how long. */
export function VehicleTable({ lotId, rows, mayWrite, onEdit }: Props) {
  const t = useTranslations("lists");
  const trpc = useTRPC();
  const say = useSay();
  const queryClient = useQueryClient();
  const currency = useLotCurrency(lotId);
  const [ending, setEnding] = useState<Vehicle | null>(null);
  const end = useMutation(
    trpc.lists.end.mutationOptions({
      onSuccess: () => say.done(t("ended")),
      onError: (error) => say.failed(t("saveFailed"), error.message),
      onSettled: () => {
        setEnding(null);
        void queryClient.invalidateQueries({ queryKey: trpc.lists.pathKey() });
      },
    }),
  );
  return (
    <>
      <Table label={t("title")} cards>
        <thead>
          <tr>
            <HeadCell>{t("columns.plate")}</HeadCell>
            <HeadCell>{t("columns.kind")}</HeadCell>
            <HeadCell>{t("columns.details")}</HeadCell>
            <HeadCell>{t("columns.from")}</HeadCell>
            <HeadCell>{t("columns.until")}</HeadCell>
            <HeadCell>{t("columns.reason")}</HeadCell>
            <HeadCell>{t("columns.changed")}</HeadCell>
            {mayWrite ? <HeadCell>{t("columns.acts")}</HeadCell> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <VehicleRow
              key={row.id}
              row={row}
              currency={currency}
              mayWrite={mayWrite}
              onEdit={onEdit}
              onEnd={setEnding}
            />
          ))}
        </tbody>
      </Table>
      <ConfirmDialog
        open={ending !== null}
        danger
        title={t("endTitle", { plate: ending?.plate ?? "" })}
        confirmLabel={t("end")}
        cancelLabel={t("keep")}
        busy={end.isPending}
        onClose={() => setEnding(null)}
        onConfirm={() => ending && end.mutate({ lotId, id: ending.id })}
      >
        {ending ? t(`endText.${ending.kind}`) : null}
      </ConfirmDialog>
    </>
  );
}

function VehicleRow(props: {
  row: Vehicle;
  currency: string | undefined;
  mayWrite: boolean;
  onEdit: (vehicle: Vehicle) => void;
  onEnd: (vehicle: Vehicle) => void;
}) {
  const t = useTranslations("lists");
  const format = useFormat(useLotZone());
  const { row, currency } = props;
  const amount = row.amountMinor === null || !currency ? null : format.money(row.amountMinor, currency);
  const details = [
    row.tariffName,
    amount !== null && row.kind === "autoPay" ? t("upTo", { amount }) : amount,
    row.stayCount === null ? null : t("stays", { count: row.stayCount }),
  ];
  const now = Date.now();
  const isOver = row.until !== null && row.until.getTime() <= now;
  return (
    <tr>
      <Cell label={t("columns.plate")}>
        <span className="font-medium">{row.plate}</span>
        {row.note ? <span className="block text-small wrap-anywhere text-muted">{row.note}</span> : null}
      </Cell>
      <Cell label={t("columns.kind")}>{t(`kinds.${row.kind}`)}</Cell>
      <Cell label={t("columns.details")}>{details.filter((part) => part !== null).join(t("separator"))}</Cell>
      <Cell label={t("columns.from")}>{row.from ? format.dateTime(row.from, now) : t("always")}</Cell>
      <Cell label={t("columns.until")}>
        <span>
          {row.until ? format.dateTime(row.until, now) : t("open")}
          {isOver ? <span className="block text-small text-muted">{t("over")}</span> : null}
        </span>
      </Cell>
      <Cell label={t("columns.reason")}>{row.reason ?? ""}</Cell>
      <Cell label={t("columns.changed")}>
        <span>
          {row.updatedName}
          <span className="block text-small text-muted">{format.dateTime(row.updatedAt, now)}</span>
        </span>
      </Cell>
      {props.mayWrite ? (
        <Cell label={t("columns.acts")}>
          <span className="flex flex-wrap gap-2">
            <Button size="small" onClick={() => props.onEdit(row)}>
              {t("edit")}
              <span className="sr-only">{row.plate}</span>
            </Button>
            {isOver ? null : (
              <Button size="small" kind="danger" onClick={() => props.onEnd(row)}>
                {t("end")}
                <span className="sr-only">{row.plate}</span>
              </Button>
            )}
          </span>
        </Cell>
      ) : null}
    </tr>
  );
}
