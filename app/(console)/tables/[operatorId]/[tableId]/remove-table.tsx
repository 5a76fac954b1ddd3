"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../ui/primitives/button.tsx";
import { ConfirmDialog } from "../../../../ui/primitives/confirm-dialog.tsx";
import { useSay } from "../../../../ui/primitives/toast.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import type { SharedTable } from "./table-view.tsx";

/** Only a table that no lot uses can go; otherwise its words say why it stays. */
export function RemoveTable({ table }: { table: SharedTable }) {
  const t = useTranslations("sharedTables");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const say = useSay();
  const [asking, setAsking] = useState(false);
  const { name } = table;
  const remove = useMutation(
    trpc.sharedTables.remove.mutationOptions({
      onSuccess: () => {
        setAsking(false);
        say.done(t("removed", { name }));
        router.push("/tables");
        void queryClient.invalidateQueries({ queryKey: trpc.sharedTables.list.pathKey() });
      },
      onError: (error) => say.failed(t("notRemoved", { name }), error.message),
    }),
  );
  if (table.uses.length + table.hidden > 0) return null;
  return (
    <>
      <Button kind="danger" onClick={() => setAsking(true)}>
        <Trash2 aria-hidden />
        {t("remove")}
      </Button>
      <ConfirmDialog
        open={asking}
        danger
        title={t("removeTitle", { name })}
        confirmLabel={t("remove")}
        cancelLabel={t("keep")}
        busy={remove.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => remove.mutate({ operatorId: table.operatorId, tableId: table.id })}
      >
        {t("removeText", { count: table.newest })}
      </ConfirmDialog>
    </>
  );
}
