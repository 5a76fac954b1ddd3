"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../ui/primitives/button.tsx";
import { Field } from "../../../../ui/primitives/field.tsx";
import { TextInput } from "../../../../ui/primitives/text-input.tsx";
import { useSay } from "../../../../ui/primitives/toast.tsx";
import { failureOf } from "../../../../ui/state/failure.ts";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import type { SharedTable } from "./table-view.tsx";

const Dialog = dynamic(() => import("../../../../ui/primitives/dialog.tsx").then((file) => file.Dialog));

/** What people call the table in the console; what drivers read of it stays. */
export function RenameTable({ table }: { table: SharedTable }) {
  const t = useTranslations("sharedTables");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState(table.name);
  const [problem, setProblem] = useState<string>();
  const rename = useMutation(
    trpc.sharedTables.rename.mutationOptions({
      onSuccess: () => {
        setOpen(false);
        say.done(t("renamed", { name: name.trim() }));
        void queryClient.invalidateQueries({ queryKey: trpc.sharedTables.pathKey() });
      },
      onError: (error) =>
        failureOf(error).kind === "conflict"
          ? setProblem(t("nameTaken", { name: name.trim() }))
          : say.failed(t("notRenamed"), error.message),
    }),
  );
  return (
    <>
      <Button
        onClick={() => {
          setName(table.name);
          setProblem(undefined);
          setOpen(true);
        }}
      >
        <Pencil aria-hidden />
        {t("rename")}
      </Button>
      {open ? (
        <Dialog narrow title={t("renameTitle", { name: table.name })} onClose={() => setOpen(false)}>
          <form
            noValidate
            className="flex flex-col gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              if (!name.trim()) return setProblem(t("nameMissing"));
              rename.mutate({ operatorId: table.operatorId, tableId: table.id, name: name.trim() });
            }}
          >
            <Field label={t("name")} error={problem}>
              <TextInput
                value={name}
                maxLength={120}
                wrapClassName="w-full"
                onChange={(event) => {
                  setName(event.currentTarget.value);
                  setProblem(undefined);
                }}
              />
            </Field>
            <div className="flex justify-end">
              <Button kind="primary" type="submit" disabled={rename.isPending}>
                {t("rename")}
              </Button>
            </div>
          </form>
        </Dialog>
      ) : null}
    </>
  );
}
