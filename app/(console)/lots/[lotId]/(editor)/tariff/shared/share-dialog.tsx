"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { RateTable } from "#engine/model/rate-table.ts";
import { Button } from "../../../../../../ui/primitives/button.tsx";
import { Dialog } from "../../../../../../ui/primitives/dialog.tsx";
import { Field } from "../../../../../../ui/primitives/field.tsx";
import { TextInput } from "../../../../../../ui/primitives/text-input.tsx";
import { useSay } from "../../../../../../ui/primitives/toast.tsx";
import { failureOf } from "../../../../../../ui/state/failure.ts";
import { useTRPC } from "../../../../../../ui/trpc/trpc-provider.tsx";
import { NoteField } from "../../../note-fields.tsx";
import { useDraft } from "../../draft-provider.tsx";

/** Makes a table of this lot the first version of a shared one. */
export function ShareDialog({ table, onClose }: { table: RateTable; onClose: () => void }) {
  const t = useTranslations("sharing");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const { lotId, revision, dirty } = useDraft();
  const [name, setName] = useState(table.rateTableName ?? table.id);
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const [taken, setTaken] = useState<string>();
  const share = useMutation(
    trpc.sharedTables.fromLot.mutationOptions({
      onSuccess: () => {
        say.done(t("shared", { name: name.trim() }));
        void queryClient.invalidateQueries({ queryKey: trpc.sharedTables.pathKey() });
        onClose();
      },
      onError: (error) => {
        const failure = failureOf(error);
        // A conflict is either about the name, or about a draft that somebody changed meanwhile.
        const isName = typeof failure.conflict === "object" && failure.conflict !== null && "name" in failure.conflict;
        if (isName) setTaken(name.trim());
        else say.failed(t(failure.kind === "conflict" ? "changedMeanwhile" : "notShared"), error.message);
      },
    }),
  );
  const nameProblem = taken === name.trim() ? t("nameTaken") : tried && !name.trim() ? t("nameMissing") : undefined;
  return (
    <Dialog narrow title={t("shareTitle")} note={t("shareNote")} onClose={onClose}>
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!name.trim() || !note.trim()) return;
          const place = { lotId, revision, rateTableId: table.id, rateTableVersion: table.version };
          share.mutate({ ...place, name: name.trim(), note: note.trim() });
        }}
      >
        <Field label={t("name")} help={t("nameHelp")} error={nameProblem}>
          <TextInput
            value={name}
            maxLength={120}
            wrapClassName="w-full"
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </Field>
        <NoteField
          label={t("note")}
          error={tried && !note.trim() ? t("noteMissing") : undefined}
          value={note}
          onChange={setNote}
        />
        <div className="flex justify-end">
          <Button kind="primary" type="submit" disabled={share.isPending || dirty}>
            {t("shareIt")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
