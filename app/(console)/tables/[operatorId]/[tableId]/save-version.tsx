"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Save } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../ui/primitives/button.tsx";
import { Card } from "../../../../ui/primitives/card.tsx";
import { useSay } from "../../../../ui/primitives/toast.tsx";
import { failureOf } from "../../../../ui/state/failure.ts";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";
import { NoteField } from "../../../lots/[lotId]/note-fields.tsx";
import { OverrideList } from "./override-list.tsx";
import type { SharedTable } from "./table-view.tsx";
import type { useTableEdits } from "./use-table-edits.ts";

/** What the next version changes, why, and the button that writes it. No lot has it before it is brought there. */
export function SaveVersion({ shared, edits }: { shared: SharedTable; edits: ReturnType<typeof useTableEdits> }) {
  const t = useTranslations("sharedTables");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const { base, table, changes } = edits;
  const next = base.number + 1;
  const save = useMutation(
    trpc.sharedTables.save.mutationOptions({
      onSuccess: ({ number }) => {
        edits.saved(number);
        setNote("");
        setTried(false);
        say.done(t("saved", { number }));
      },
      onError: (error) => {
        if (failureOf(error).kind !== "conflict") say.failed(t("notSaved"), error.message);
      },
      onSettled: () => void queryClient.invalidateQueries({ queryKey: trpc.sharedTables.pathKey() }),
    }),
  );
  if (changes.length === 0)
    return <p className="text-small text-muted">{t("nothingChanged", { number: base.number })}</p>;
  return (
    <Card title={t("nextTitle", { number: next, count: changes.length })}>
      <OverrideList differences={changes} before={base.content} after={table} currency={shared.currency} />
      <form
        noValidate
        className="flex flex-col gap-3 border-t border-border pt-3"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!note.trim() || edits.stale) return;
          const said = { number: base.number, content: table, note: note.trim() };
          save.mutate({ operatorId: shared.operatorId, tableId: shared.id, ...said });
        }}
      >
        <NoteField
          label={t("noteLabel")}
          help={t("noteHelp")}
          error={tried && !note.trim() ? t("noteMissing") : undefined}
          value={note}
          onChange={setNote}
        />
        <div>
          <Button type="submit" kind="primary" disabled={save.isPending || edits.stale !== null}>
            <Save aria-hidden />
            {t("saveAs", { number: next })}
          </Button>
          {edits.stale ? <p className="pt-1 text-small text-negative">{t("decideFirst")}</p> : null}
        </div>
      </form>
    </Card>
  );
}
