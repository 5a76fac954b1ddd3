"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Eraser } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../ui/primitives/button.tsx";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { ConfirmDialog } from "../../../../../ui/primitives/confirm-dialog.tsx";
import { Field } from "../../../../../ui/primitives/field.tsx";
import { TextInput } from "../../../../../ui/primitives/text-input.tsx";
import { useSay } from "../../../../../ui/primitives/toast.tsx";
import { useLot } from "../../../../../ui/shell/console-context.tsx";
import { may } from "../../../../../ui/shell/permissions.ts";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import type { Passage } from "./passage-view.tsx";

/** The plate as read and as looked up; an owner can erase both for good. */
export function PersonalCard({ lotId, passage }: { lotId: string; passage: Passage }) {
  const t = useTranslations("passage.personal");
  const lot = useLot(lotId);
  const [asking, setAsking] = useState(false);
  const erased = passage.personal === null || passage.erased;
  return (
    <Card title={t("title")}>
      {erased ? (
        <p className="text-muted">{t("erased")}</p>
      ) : (
        <dl className="flex flex-col gap-2">
          <div className="flex items-baseline justify-between gap-4">
            <dt className="text-muted">{t("raw")}</dt>
            <dd className="plate">{passage.plateRaw ?? t("unread")}</dd>
          </div>
          <div className="flex items-baseline justify-between gap-4">
            <dt className="text-muted">{t("key")}</dt>
            <dd className="plate">{passage.plateText ?? t("unread")}</dd>
          </div>
        </dl>
      )}
      {!erased && may(lot?.role, "erasePersonal") ? (
        <Button kind="danger" size="small" className="screen-only mt-3" onClick={() => setAsking(true)}>
          <Eraser aria-hidden />
          {t("erase")}
        </Button>
      ) : null}
      <EraseDialog lotId={lotId} passageId={passage.passageId} open={asking} onClose={() => setAsking(false)} />
    </Card>
  );
}

function EraseDialog(props: { lotId: string; passageId: string; open: boolean; onClose: () => void }) {
  const t = useTranslations("passage.personal");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useSay();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const erase = useMutation(
    trpc.passages.erasePersonal.mutationOptions({
      onSuccess: () => {
        say.done(t("done"));
        props.onClose();
        void queryClient.invalidateQueries({ queryKey: trpc.passages.pathKey() });
      },
      onError: (error) => say.failed(t("failed"), error.message),
    }),
  );
  return (
    <ConfirmDialog
      open={props.open}
      danger
      title={t("confirmTitle")}
      confirmLabel={t("erase")}
      cancelLabel={t("keep")}
      busy={erase.isPending}
      onClose={props.onClose}
      onConfirm={() => {
        setTried(true);
        if (reason.trim()) erase.mutate({ lotId: props.lotId, passageId: props.passageId, reason: reason.trim() });
      }}
    >
      <p className="mb-3">{t("confirmText")}</p>
      <Field label={t("reason")} error={tried && !reason.trim() ? t("reasonMissing") : undefined}>
        <TextInput value={reason} wrapClassName="w-full" onChange={(event) => setReason(event.currentTarget.value)} />
      </Field>
    </ConfirmDialog>
  );
}
