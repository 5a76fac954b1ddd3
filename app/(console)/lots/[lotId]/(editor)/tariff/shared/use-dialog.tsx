"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { RateTable } from "#engine/model/rate-table.ts";
import { tableOverrides } from "#engine/share/table-overrides.ts";
import { Button } from "../../../../../../ui/primitives/button.tsx";
import { Choice } from "../../../../../../ui/primitives/choice.tsx";
import { Dialog } from "../../../../../../ui/primitives/dialog.tsx";
import { useSay } from "../../../../../../ui/primitives/toast.tsx";
import { failureOf } from "../../../../../../ui/state/failure.ts";
import type { Outputs } from "../../../../../../ui/trpc/outputs.ts";
import { useTRPC } from "../../../../../../ui/trpc/trpc-provider.tsx";
import { OverrideList } from "../../../../../tables/[operatorId]/[tableId]/override-list.tsx";
import { useDraft } from "../../draft-provider.tsx";

type Shared = Outputs["sharedTables"]["ofLot"]["tables"][number];

/** Puts a shared table in the place of one of this lot: as it is, or with what the lot says otherwise. */
export function UseDialog(props: { table: RateTable; tables: readonly Shared[]; onClose: () => void }) {
  const t = useTranslations("sharing");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const { lotId, revision, dirty, content } = useDraft();
  const { table, tables, onClose } = props;
  const [tableId, setTableId] = useState(tables[0]?.id ?? "");
  const [how, setHow] = useState<"all" | "keep">("all");
  const shared = tables.find(({ id }) => id === tableId) ?? tables[0];
  const use = useMutation(
    trpc.sharedTables.use.mutationOptions({
      onSuccess: () => {
        say.done(t("used", { name: shared?.name ?? "" }));
        void queryClient.invalidateQueries({ queryKey: trpc.sharedTables.pathKey() });
        void queryClient.invalidateQueries({ queryKey: trpc.draft.pathKey() });
        onClose();
      },
      onError: (error) =>
        say.failed(t(failureOf(error).kind === "conflict" ? "changedMeanwhile" : "notUsed"), error.message),
    }),
  );
  if (!shared) return null;
  const differences = tableOverrides(table, shared.content);
  const count = differences.length;
  return (
    <Dialog title={t("useTitle", { name: table.rateTableName ?? table.id })} note={t("useNote")} onClose={onClose}>
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const place = { lotId, revision, rateTableId: table.id, rateTableVersion: table.version };
          use.mutate({ ...place, tableId: shared.id, keep: how === "keep" });
        }}
      >
        <Choice
          label={t("which")}
          value={shared.id}
          options={tables.map(({ id, name, newest }) => ({ value: id, label: t("named", { name, number: newest }) }))}
          onChange={setTableId}
        />
        {count > 0 ? (
          <Choice
            label={t("how")}
            value={how}
            options={[
              { value: "all", label: t("hows.all") },
              { value: "keep", label: t("hows.keep", { count }) },
            ]}
            onChange={setHow}
          />
        ) : null}
        {how === "keep" && count > 0 ? (
          <OverrideList
            differences={differences}
            before={shared.content}
            after={table}
            currency={content.tariff.currency}
            sides="sharedAndHere"
          />
        ) : (
          <OverrideList
            differences={differences}
            before={table}
            after={shared.content}
            currency={content.tariff.currency}
          />
        )}
        <div className="flex justify-end">
          <Button kind="primary" type="submit" disabled={use.isPending || dirty}>
            {t("useIt", { name: shared.name })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
