"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Banner } from "../../../../ui/primitives/banner.tsx";
import { Button } from "../../../../ui/primitives/button.tsx";
import { ConfirmDialog } from "../../../../ui/primitives/confirm-dialog.tsx";
import { useSay } from "../../../../ui/primitives/toast.tsx";
import { useTRPC } from "../../../../ui/trpc/trpc-provider.tsx";

const everyMs = 10_000;

/** Which edges work by these lists, and which hesitate. */
export function EdgesNotice({ lotId, mayConfirm }: { lotId: string; mayConfirm: boolean }) {
  const t = useTranslations("lists");
  const trpc = useTRPC();
  const say = useSay();
  const queryClient = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const { data } = useQuery(trpc.lists.state.queryOptions({ lotId }, { refetchInterval: everyMs }));
  const confirm = useMutation(
    trpc.lists.confirm.mutationOptions({
      onSuccess: () => say.done(t("confirmed")),
      onError: (error) => say.failed(t("saveFailed"), error.message),
      onSettled: () => {
        setAsking(false);
        void queryClient.invalidateQueries({ queryKey: trpc.lists.pathKey() });
      },
    }),
  );
  if (!data || data.edges.length === 0) return null;
  const hesitant = data.edges.filter(({ refused }) => refused === "massChange");
  const names = hesitant.map(({ name }) => name).join(t("separator"));
  const current = data.edges.filter(({ isCurrent }) => isCurrent).length;
  if (hesitant.length === 0) {
    return (
      <p role="status" className="pb-3 text-small text-muted">
        {t("onEdges", { current, total: data.edges.length })}
      </p>
    );
  }
  return (
    <div className="pb-3">
      <Banner tone="caution" title={t("hesitant", { names })}>
        <span className="flex flex-col items-start gap-2">
          {t("hesitantText")}
          {mayConfirm ? (
            <Button disabled={confirm.isPending} onClick={() => setAsking(true)}>
              {t("confirm")}
            </Button>
          ) : null}
        </span>
      </Banner>
      <ConfirmDialog
        open={isAsking}
        danger
        title={t("confirmTitle", { vehicles: data.count, edges: hesitant.length })}
        confirmLabel={t("confirmTake")}
        cancelLabel={t("confirmKeep")}
        busy={confirm.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => confirm.mutate({ lotId })}
      >
        {t("confirmText", { names })}
      </ConfirmDialog>
    </div>
  );
}
