"use client";

import { useMutation } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { ConfirmDialog } from "../../../../../ui/primitives/confirm-dialog.tsx";
import { useSay } from "../../../../../ui/primitives/toast.tsx";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { useDraft } from "../draft-provider.tsx";

/** Throws the draft away and starts again from what is live. */
export function ResetDraft() {
  const t = useTranslations("review");
  const trpc = useTRPC();
  const say = useSay();
  const draft = useDraft();
  const [asking, setAsking] = useState(false);
  const { live } = draft;
  const reset = useMutation(
    trpc.draft.reset.mutationOptions({
      onSuccess: (answer) => {
        if (live) draft.replace({ content: live.draft, ...answer });
        setAsking(false);
        say.done(t("resetDone"));
      },
      onError: (error) => say.failed(t("resetFailed"), error.message),
    }),
  );
  if (!live) return null;
  return (
    <>
      <Button kind="danger" onClick={() => setAsking(true)}>
        <Undo2 aria-hidden />
        {t("reset")}
      </Button>
      <ConfirmDialog
        open={asking}
        danger
        title={t("resetTitle", { count: draft.changes.length })}
        confirmLabel={t("resetConfirm", { number: live.number })}
        cancelLabel={t("resetKeep")}
        busy={reset.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => reset.mutate({ lotId: draft.lotId, revision: draft.revision })}
      >
        {t("resetText", { number: live.number })}
      </ConfirmDialog>
    </>
  );
}
