"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link2, Share2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { RateTable } from "#engine/model/rate-table.ts";
import { tableOverrides } from "#engine/share/table-overrides.ts";
import { Button, ButtonLink } from "../../../../../../ui/primitives/button.tsx";
import { useSay } from "../../../../../../ui/primitives/toast.tsx";
import { useLot } from "../../../../../../ui/shell/console-context.tsx";
import type { Outputs } from "../../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../../ui/trpc/trpc-provider.tsx";
import { OverrideList } from "../../../../../tables/[operatorId]/[tableId]/override-list.tsx";
import { tableHref } from "../../../../../tables/table-href.ts";
import { useDraft } from "../../draft-provider.tsx";

/** Loaded when they are asked for. */
const ShareDialog = dynamic(() => import("./share-dialog.tsx").then((file) => file.ShareDialog));
const UseDialog = dynamic(() => import("./use-dialog.tsx").then((file) => file.UseDialog));

type Props = { table: RateTable; onChange: (table: RateTable) => void };
type LotTables = Outputs["sharedTables"]["ofLot"];

/** Whether a table of the lot came from a shared one, what it says otherwise, and what can be done about it. */
export function SharingLine({ table, onChange }: Props) {
  const trpc = useTRPC();
  const { lotId, editable } = useDraft();
  const { data, isError, isFetching, refetch } = useQuery(trpc.sharedTables.ofLot.queryOptions({ lotId }));
  if (!data) return isError ? <Unknown busy={isFetching} onRetry={refetch} /> : <div className="h-8" />;
  const use = data.uses.find((each) => each.rateTableId === table.id && each.rateTableVersion === table.version);
  if (use) return <Linked table={table} use={use} lotTables={data} onChange={onChange} />;
  return editable ? <Unlinked table={table} tables={data.tables} /> : null;
}

function Unknown({ busy, onRetry }: { busy: boolean; onRetry: () => unknown }) {
  const t = useTranslations("sharing");
  const state = useTranslations("state");
  return (
    <p className="flex flex-wrap items-center gap-2 text-small text-caution">
      {t("unknown")}
      <Button size="small" disabled={busy} onClick={onRetry}>
        {state("retry")}
      </Button>
    </p>
  );
}

function Linked(props: Props & { use: LotTables["uses"][number]; lotTables: LotTables }) {
  const t = useTranslations("sharing");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const { lotId, editable, content } = useDraft();
  const operatorId = useLot(lotId)?.operatorId ?? "";
  const [isShown, setShown] = useState(false);
  const { table, use, lotTables, onChange } = props;
  const { tableId, number, base, rateTableId, rateTableVersion } = use;
  const shared = lotTables.tables.find(({ id }) => id === tableId);
  const differences = tableOverrides(base, table);
  const detach = useMutation(
    trpc.sharedTables.detach.mutationOptions({
      onSuccess: () => {
        say.done(t("detached"));
        void queryClient.invalidateQueries({ queryKey: trpc.sharedTables.pathKey() });
      },
      onError: (error) => say.failed(t("notDetached"), error.message),
    }),
  );
  if (!shared) return null;
  const href = tableHref({ operatorId, tableId });
  const count = differences.length;
  return (
    <div className="rounded-control border border-border bg-surface px-3 py-2">
      <p className="flex flex-wrap items-center gap-x-1.5" aria-live="polite">
        <Link2 aria-hidden className="size-4 shrink-0 text-muted" />
        <span>
          {t.rich("linked", {
            ...{ number, count },
            name: () => <Link href={href}>{shared.name}</Link>,
          })}
        </span>
        {shared.newest > number ? (
          <span className="font-medium text-caution">{t("isOut", { number: shared.newest })}</span>
        ) : null}
      </p>
      <div className="flex flex-wrap gap-1 pt-1">
        {editable && shared.newest > number ? (
          <ButtonLink size="small" href={`${href}/bring?lots=${encodeURIComponent(lotId)}`}>
            {t("take", { number: shared.newest })}
          </ButtonLink>
        ) : null}
        {count > 0 ? (
          <Button kind="link" size="small" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
            {t(isShown ? "hide" : "show")}
          </Button>
        ) : null}
        {editable && count > 0 ? (
          <Button kind="link" size="small" onClick={() => onChange({ ...base, id: table.id, version: table.version })}>
            {t("putBack")}
          </Button>
        ) : null}
        {editable ? (
          <Button
            kind="link"
            size="small"
            disabled={detach.isPending}
            onClick={() => detach.mutate({ lotId, rateTableId, rateTableVersion })}
          >
            {t("detach")}
          </Button>
        ) : null}
      </div>
      {isShown && count > 0 ? (
        <OverrideList
          differences={differences}
          before={base}
          after={table}
          currency={content.tariff.currency}
          sides="sharedAndHere"
        />
      ) : null}
    </div>
  );
}

function Unlinked({ table, tables }: { table: RateTable; tables: LotTables["tables"] }) {
  const t = useTranslations("sharing");
  const { content } = useDraft();
  const [open, setOpen] = useState<"share" | "use">();
  const fitting = tables.filter(({ currency }) => currency === content.tariff.currency);
  const close = () => setOpen(undefined);
  return (
    <div className="flex flex-wrap gap-1">
      <Button kind="link" size="small" onClick={() => setOpen("share")}>
        <Share2 aria-hidden />
        {t("share")}
      </Button>
      {fitting.length > 0 ? (
        <Button kind="link" size="small" onClick={() => setOpen("use")}>
          <Link2 aria-hidden />
          {t("use")}
        </Button>
      ) : null}
      {open === "share" ? <ShareDialog table={table} onClose={close} /> : null}
      {open === "use" ? <UseDialog table={table} tables={fitting} onClose={close} /> : null}
    </div>
  );
}
